using System.Globalization;

namespace Realtime.Actors.Polling;

/// <summary>How often a data set of a topic is polled, and why not at every slot: the slower of what the store's answers and the watchers' attention ask for.</summary>
/// <param name="Every">Polled at every so many slots; 1 = all.</param>
/// <param name="Reason">For browsers; null = polled at every slot.</param>
internal readonly record struct Tempo(int Every, string? Reason)
{
    /// <summary>Polled at every slot.</summary>
    public static readonly Tempo Full = new(1, null);

    /// <summary>Where both ask for the same, the store is named: that holds on when somebody looks.</summary>
    /// <param name="interval">Of the data set.</param>
    /// <param name="overload">What the store's answers ask for (<see cref="Pace.Factor"/>).</param>
    /// <param name="unseen">What it costs that nobody looks; 1 = somebody does.</param>
    public static Tempo Of(TimeSpan interval, int overload, int unseen) => (overload, unseen) switch
    {
        (1, 1) => Full,
        _ when overload >= unseen => new Tempo(overload, $"the store answers slowly; polled every {Text(interval * overload)}"),
        _ => new Tempo(unseen, $"nobody looks; polled every {Text(interval * unseen)}"),
    };

    /// <summary>A distance of polls in words.</summary>
    public static string Text(TimeSpan distance) => distance switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{distance.TotalSeconds:0.##} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{distance.TotalMinutes:0.##} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{distance.TotalHours:0.##} h"),
    };
}
