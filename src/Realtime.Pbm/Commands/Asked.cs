using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Commands;

/// <summary>What words ask for.</summary>
internal abstract record Asked
{
    /// <summary>A command of the member.</summary>
    /// <param name="Palette">Its palette.</param>
    /// <param name="Definition">Which.</param>
    /// <param name="Arguments">By the switch's short name.</param>
    /// <param name="Json">Whether <c>--json</c> stood there.</param>
    public sealed record Command(string Palette, CommandDefinition Definition, IReadOnlyDictionary<string, string> Arguments, bool Json) : Asked;

    /// <summary>What there is.</summary>
    public sealed record Overview : Asked;

    /// <summary>What a palette or a command of it does.</summary>
    /// <param name="Text">Writes that.</param>
    public sealed record Help(Action<TextWriter> Text) : Asked;

    /// <summary>The end of the prompt.</summary>
    public sealed record Leave : Asked;

    /// <summary>Nothing that can be done.</summary>
    /// <param name="Explanation">What was wrong, and what was expected: a few lines.</param>
    public sealed record Wrong(IReadOnlyList<string> Explanation) : Asked;
}
