using System.Globalization;

namespace Realtime.Bench.Feed;

/// <summary>How broadcasts shall follow each other.</summary>
/// <param name="Rate">A second, whether or not they arrive; 0: as fast as it goes.</param>
/// <param name="Window">As fast as it goes means: at most so many are under way, each until its last subscriber has it. Not read with a rate.</param>
/// <param name="Size">Bytes of a payload.</param>
public sealed record FeedOrder(double Rate, int Window, int Size)
{
    /// <summary>Reads the words of an order: <c>start 10 16 512</c>.</summary>
    public static FeedOrder Read(string[] words) => new(
        double.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"start {Rate} {Window} {Size}");
}
