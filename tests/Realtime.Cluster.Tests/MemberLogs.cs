using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Local;

namespace Realtime.Cluster.Tests;

/// <summary>What some members write from now on.</summary>
public sealed partial class MemberLogs
{
    /// <summary>Event of a member whose host refuses connections.</summary>
    public const int ProvenDead = 2001;

    /// <summary>Event of its removal.</summary>
    public const int DeadRemoved = 2003;

    private readonly List<(string Name, string File, long From)> _logs;

    /// <param name="members">Whose; each has been started.</param>
    public MemberLogs(IEnumerable<Member> members) => _logs = [.. members.Select(m => (m.Name, m.OutputFile, new FileInfo(m.OutputFile).Length))];

    /// <summary>Lines of one log event that name a member, each with who wrote it in front.</summary>
    /// <param name="id">Of the event, as the table of operations lists them.</param>
    /// <param name="about">Named by its cluster address.</param>
    public IReadOnlyList<string> Of(int id, Member about) =>
        [.. _logs.SelectMany(log => Lines(log.File, log.From)
            .Where(line => line.Contains($"[{id}]", StringComparison.Ordinal) && line.Contains(about.Cluster.ToString(), StringComparison.Ordinal))
            .Select(line => $"{log.Name}: {line}"))];

    /// <summary>The milliseconds that a line of such an event tells.</summary>
    public static TimeSpan Elapsed(string line) => TimeSpan.FromMilliseconds(int.Parse(Milliseconds().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\((\d+) ms ")]
    private static partial Regex Milliseconds();

    private static List<string> Lines(string path, long from)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        List<string> lines = [];
        // A lighthouse writes the event on a line of its own, what it says on the next.
        while (reader.ReadLine() is { } line) lines.Add(line.EndsWith(']') ? line + reader.ReadLine() : line);
        return lines;
    }
}
