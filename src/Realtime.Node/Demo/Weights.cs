namespace Realtime.Node.Demo;

/// <summary>A choice among numbered things by weight.</summary>
internal sealed class Weights
{
    private readonly double[] _cumulative;

    /// <param name="weights">Not negative, and not all zero.</param>
    public Weights(IEnumerable<double> weights)
    {
        var sum = 0.0;
        _cumulative = [.. weights.Select(w => sum += w)];
        for (var i = 0; i < _cumulative.Length; i++) _cumulative[i] /= sum;
    }

    /// <summary>Zipf's law: the n-th thing has a weight of 1 / n^<paramref name="exponent"/>.</summary>
    public static Weights Zipf(int count, double exponent) => new(Enumerable.Range(1, count).Select(rank => 1 / Math.Pow(rank, exponent)));

    /// <summary>Number of things.</summary>
    public int Count => _cumulative.Length;

    /// <summary>One of them.</summary>
    public int Draw(Dice dice)
    {
        var at = Array.BinarySearch(_cumulative, dice.Uniform());

        // Not found: the complement of the first bound above. Found: the bound belongs to the next thing. Rounding may leave the last bound below 1.
        return Math.Min(at < 0 ? ~at : at + 1, _cumulative.Length - 1);
    }
}
