using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>Where and when demo tests take place.</summary>
internal static class DemoWorld
{
    /// <summary>A period of the programme begins then; it is evening in Europe.</summary>
    public const long PeriodStart = 1_780_344_000_000;

    /// <summary>Large enough for shares to mean something, small enough for a suite.</summary>
    public static readonly DemoOptions Small = new() { Views = 1_000, Properties = 8, WarmUp = TimeSpan.FromMinutes(40) };

    /// <summary>An audience in the middle of things.</summary>
    /// <param name="offsetMs">Where in the programme.</param>
    /// <param name="options">Null = <see cref="Small"/>.</param>
    public static Audience At(long offsetMs, DemoOptions? options = null) =>
        MidEvent.Begin(options ?? Small, PeriodStart + offsetMs, StoredHistory.None).Audience;

    /// <summary>Everything that can be told of an audience, in one text.</summary>
    public static string Everything(Audience audience) => string.Join('\n', audience.Views.All
        .Select(v => $"{v.Id} {v.Property} {v.Title} {v.Country} {v.Cdn} {v.Device} {v.State} {v.StateSince} {v.LastSeen} {v.Kbps} {v.EndAt}")
        .Concat(audience.Counters.Select(c => $"{c.Attempts} {c.StartFailures} {c.Exits} {c.PlayFailures} {string.Join(' ', c.StartupLe)}")));

    /// <summary>Views in a state.</summary>
    public static int Count(this Audience audience, ViewState state) => audience.Views.All.Count(view => view.State == state);
}
