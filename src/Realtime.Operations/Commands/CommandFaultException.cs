using Realtime.Protocol.Operations;

namespace Realtime.Operations.Commands;

/// <summary>A command that cannot do what it was asked for; its text is for the operator.</summary>
internal sealed class CommandFaultException(string text, int exit = OperatorExit.Failed) : Exception(text)
{
    /// <summary>See <see cref="OperatorExit"/>.</summary>
    public int Exit => exit;
}
