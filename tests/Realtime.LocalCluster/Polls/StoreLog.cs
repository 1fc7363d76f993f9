using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Realtime.Local.Polls;

/// <summary>Reads PostgreSQL's own log (jsonlog, every statement): the one witness of who polled what, and when, that no node can talk to.</summary>
public sealed partial class StoreLog(string path)
{
    private readonly List<Poll> _polls = [];
    private long _read;

    /// <summary>Polls of some topics so far, in the log's order.</summary>
    public IReadOnlyList<Poll> Of(IReadOnlyCollection<string> topics)
    {
        Read();
        var wanted = topics.ToHashSet();
        lock (_polls) return [.. _polls.Where(p => wanted.Contains(p.Topic))];
    }

    /// <summary>What was asked more than once for one beat, as text; in the order of time.</summary>
    /// <param name="topics">Of which.</param>
    /// <param name="except">Leaves out beats with a poll in one of these spans: a crash may cost an answer that was under way.</param>
    public IReadOnlyList<string> Repeated(IReadOnlyCollection<string> topics, params IReadOnlyCollection<(DateTimeOffset From, DateTimeOffset To)> except) =>
        [.. Of(topics).GroupBy(p => (p.Topic, p.DataSet, p.Tick)).Where(g => g.Count() > 1)
            .Where(g => !g.Any(p => except.Any(span => p.At >= span.From && p.At <= span.To)))
            .OrderBy(g => g.First().At)
            .Select(g => $"{g.Key.Topic} {g.Key.DataSet} tick {g.Key.Tick}: {string.Join(", ", g.Select(p => $"{p.Node} {p.At:HH:mm:ss.fff}"))}")];

    /// <summary>Beats that nobody asked for, as text.</summary>
    /// <param name="topics">Of which.</param>
    /// <param name="since">From when on: a first poll just before its slot ends may cost the beat after, since one data set is never asked twice at a time.</param>
    public IReadOnlyList<string> Missed(IReadOnlyCollection<string> topics, DateTimeOffset since) =>
        [.. Of(topics).Where(p => p.At >= since).GroupBy(p => (p.Topic, p.DataSet)).SelectMany(g =>
        {
            var inOrder = g.OrderBy(p => p.Tick).ToList();
            return inOrder.Zip(inOrder.Skip(1)).Where(pair => pair.Second.Tick - pair.First.Tick > 1)
                .Select(pair => $"{g.Key.Topic} {g.Key.DataSet}: after tick {pair.First.Tick} ({pair.First.Node} {pair.First.At:HH:mm:ss.fff}) came {pair.Second.Tick} ({pair.Second.Node} {pair.Second.At:HH:mm:ss.fff})");
        })];

    /// <summary>The member that polled each topic last.</summary>
    public IReadOnlyDictionary<string, string> Hosts(IReadOnlyCollection<string> topics) =>
        Of(topics).GroupBy(p => p.Topic).ToDictionary(g => g.Key, g => g.MaxBy(p => p.At)!.Node);

    [GeneratedRegex(@"/\* realtime (?<set>\S+) tick=(?<tick>-?\d+) topics=\d+ try=\d+ node=(?<node>\w+) \*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$1 = '\{(?<keys>[^}]*)\}'")]
    private static partial Regex Keys();

    private void Read()
    {
        lock (_polls)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(_read, SeekOrigin.Begin);
            using var rest = new MemoryStream();
            file.CopyTo(rest);
            var bytes = rest.GetBuffer().AsSpan(0, (int)rest.Length);
            // A line that is being written is read next time.
            for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..], _read += end + 1) Take(bytes[..end].ToArray());
        }
    }

    private void Take(byte[] line)
    {
        using var entry = JsonDocument.Parse(line);
        var root = entry.RootElement;
        if (!root.TryGetProperty("message", out var message) || Comment().Match(message.GetString()!) is not { Success: true } comment) return;
        if (!root.TryGetProperty("detail", out var detail) || Keys().Match(detail.GetString()!) is not { Success: true } keys) return;
        var node = root.TryGetProperty("application_name", out var name) ? name.GetString()! : "";
        var at = DateTimeOffset.ParseExact(
            root.GetProperty("timestamp").GetString()!, "yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var tick = long.Parse(comment.Groups["tick"].ValueSpan, CultureInfo.InvariantCulture);
        foreach (var key in keys.Groups["keys"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            _polls.Add(new Poll(key.Trim('"'), comment.Groups["set"].Value, tick, node, comment.Groups["node"].Value, at));
        }
    }
}
