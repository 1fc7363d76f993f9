using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Testing;

namespace Realtime.Node.Tests.Metrics;

/// <summary>What a node answers to Prometheus.</summary>
internal sealed partial class Scrape
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    private Scrape(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Sample().Match(line) is not { Success: true } match) continue;
            var labels = Label().Matches(match.Groups[2].Value).ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value);
            _samples.Add((match.Groups[1].Value, labels, double.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>As it came.</summary>
    public string Text { get; }

    /// <summary>The metrics it declares.</summary>
    public HashSet<string> Names => [.. Declared().Matches(Text).Select(m => m.Groups[1].Value)];

    /// <summary>Names of the labels on the product's own metrics.</summary>
    public HashSet<string> Labels => [.. _samples.Where(s => s.Name.StartsWith("realtime_", StringComparison.Ordinal)).SelectMany(s => s.Labels.Keys)];

    public static async Task<Scrape> OfAsync(NodeProcess node) => new(await node.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    /// <summary>The sum over all samples of a name whose labels hold these.</summary>
    public double Sum(string name, params (string Label, string Value)[] with)
    {
        var found = _samples.Where(s => s.Name == name && with.All(w => s.Labels.GetValueOrDefault(w.Label) == w.Value)).ToArray();
        Assert.True(found.Length > 0, $"no {name} in{Environment.NewLine}{Text}");
        return found.Sum(s => s.Value);
    }

    [GeneratedRegex(@"^([a-z_:0-9]+)(?:\{(.*)\})? (\S+)")]
    private static partial Regex Sample();

    [GeneratedRegex("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Declared();
}
