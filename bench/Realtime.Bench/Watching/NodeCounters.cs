using System.Globalization;

namespace Realtime.Bench.Watching;

/// <summary>What a node says of itself at <c>/metrics</c>.</summary>
internal sealed class NodeCounters
{
    private readonly string[] _lines;

    private NodeCounters(string text) => _lines = text.Split('\n');

    /// <summary>Statements the store has been asked, as-of statements left out.</summary>
    public double Statements => Sum("realtime_batch_duration_seconds_count");

    /// <summary>Polls of a topic's data set.</summary>
    public double Polls => Sum("realtime_polls_total");

    /// <summary>Topics asked for, in all these statements.</summary>
    public double Asked => Sum("realtime_batch_size_sum");

    /// <summary>WebSockets.</summary>
    public double Connections => Sum("realtime_connections");

    /// <summary>Joins.</summary>
    public double Channels => Sum("realtime_channels");

    /// <summary>Topics that run.</summary>
    public double Topics => Sum("realtime_topics");

    /// <summary>Topics that are watched.</summary>
    public double Relays => Sum("realtime_relays");

    /// <summary>Watchers that presence knows.</summary>
    public double Watchers => Sum("realtime_watchers");

    /// <summary>Messages between actors that nobody took.</summary>
    public double DeadLetters => Sum("realtime_dead_letters_total");

    /// <summary>Asks a node.</summary>
    public static async Task<NodeCounters> OfAsync(int port, CancellationToken stop)
    {
        using var http = new HttpClient();
        return new NodeCounters(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), stop));
    }

    private double Sum(string name) => _lines.Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)).Sum(Value);

    /// <summary>Behind the name and its labels; a time may follow.</summary>
    private static double Value(string line) =>
        double.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[line.Contains('}', StringComparison.Ordinal) ? 0 : 1], CultureInfo.InvariantCulture);
}
