using System.CommandLine;
using System.CommandLine.Help;

namespace Realtime.Pbm.Commands;

/// <summary>Says what was wrong with words, what was expected, and where to read on.</summary>
internal static class UsageErrors
{
    /// <summary>A few lines for the error stream.</summary>
    /// <param name="parsed">The words, with errors.</param>
    /// <param name="complete">Whether they name a command, so that what is wrong are its switches.</param>
    public static IReadOnlyList<string> Explain(ParseResult parsed, bool complete)
    {
        var command = parsed.CommandResult.Command;
        string[] path = [.. Path(command)];
        var read = $"See `{string.Join(' ', path.Length > 1 ? [.. path, "--help"] : [.. path, "help"])}`.";
        if (complete || command.Subcommands.Count == 0)
        {
            var form = command.Options.Where(o => o is not HelpOption).Select(Switches.Form).Append("[--json]");
            return [.. parsed.Errors.Select(e => e.Message).Distinct(), $"Expected: {string.Join(' ', path.Concat(form))}", read];
        }

        var kind = path.Length == 1 ? "palette" : "command";
        var wrong = parsed.UnmatchedTokens is [var first, ..] ? $"There is no {kind} '{first}'" : $"A {kind} is missing";
        return [$"{wrong}{(path.Length > 1 ? $" in '{command.Name}'" : "")}.", $"Expected: {string.Join(", ", command.Subcommands.Select(c => c.Name))}", read];
    }

    private static IEnumerable<string> Path(Symbol symbol) =>
        symbol.Parents.FirstOrDefault() is { } parent ? Path(parent).Append(symbol.Name) : [symbol.Name];
}
