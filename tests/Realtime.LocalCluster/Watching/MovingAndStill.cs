using System.Collections.Immutable;

namespace Realtime.Local.Watching;

/// <summary>The pack that watched clusters serve: one data set that differs at every poll, one that never does. It needs no tables.</summary>
public static class MovingAndStill
{
    /// <summary>Both data sets.</summary>
    public static readonly ImmutableArray<string> DataSets = ["moving", "still"];

    /// <summary>The setting that makes a node serve it.</summary>
    public static string Setting => $"Realtime:Pack={Path.Combine(AppContext.BaseDirectory, "pack")}";
}
