using Realtime.Pbm.Printing;
using Realtime.Pbm.Running;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Prompting;

/// <summary>Does what a line asks, and puts what it prints where the line says.</summary>
internal static class Redirected
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(TypedLine line, Conversation conversation, Output output, Output errors)
    {
        if (line.Fault is not null) return Say(OperatorExit.Usage, line.Fault);
        if (line.File is null) return await conversation.DoAsync(line.Words, output);
        try
        {
            using var file = Output.File(line.File, line.Append);
            return await conversation.DoAsync(line.Words, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say(OperatorExit.Failed, $"cannot write {line.File}: {e.Message}");
        }

        int Say(int exit, string message)
        {
            errors.Line(message);
            errors.Flush();
            return exit;
        }
    }
}
