using System.Globalization;

namespace Realtime.Bench.Feed;

/// <summary>The product's data sets that broadcasts take turns in.</summary>
public static class FeedDataSets
{
    /// <summary>As many as broadcasts are under way at most: so none takes the place of another that waits for a slow client, and each must arrive.</summary>
    public const int Count = 16;

    /// <summary>What the pack calls them.</summary>
    public static readonly string[] Names = [.. Enumerable.Range(0, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"b{i}"))];
}
