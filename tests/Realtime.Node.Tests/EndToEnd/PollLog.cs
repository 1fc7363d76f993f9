using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>The polls that a PostgreSQL server has seen, read from its log (<c>log_statement=all</c>): each statement's comment and its keys.</summary>
internal static partial class PollLog
{
    /// <summary>One statement.</summary>
    internal sealed record Poll(string DataSet, long Tick, int Topics, int Try, string[] Keys);

    /// <summary>Every poll in the log that asked for a key that fits, oldest first.</summary>
    public static Poll[] Of(PostgresServer server, Func<string, bool> key)
    {
        var polls = new List<Poll>();
        var open = new Dictionary<string, Match>();
        foreach (var line in server.LogLines)
        {
            var process = Process().Match(line).Groups[1].Value;
            if (process.Length == 0) continue;
            if (Comment().Match(line) is { Success: true } comment)
            {
                open[process] = comment;
            }
            else if (line.Contains("DETAIL:", StringComparison.Ordinal) && open.Remove(process, out var found))
            {
                var keys = Keys().Match(line).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries);
                if (keys.Any(key)) polls.Add(new Poll(found.Groups[1].Value, Number(found.Groups[2]), (int)Number(found.Groups[3]), (int)Number(found.Groups[4]), keys));
            }
        }

        return [.. polls];
    }

    private static long Number(Group group) => long.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\S+ \S+ \S+ \[(\d+)\]")]
    private static partial Regex Process();

    [GeneratedRegex(@"/\* realtime (\S+) tick=(-?\d+) topics=(\d+) try=(\d+) node=\S+ \*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$1 = '\{([^}]*)\}'")]
    private static partial Regex Keys();
}
