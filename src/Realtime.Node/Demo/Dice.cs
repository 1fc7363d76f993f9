namespace Realtime.Node.Demo;

/// <summary>
/// Seeded random numbers and the distributions of the viewer model. An own generator (xoshiro256**, Blackman and Vigna 2018) and not
/// <see cref="Random"/>: its numbers stay the same over runtime versions, so a seed always tells the same story.
/// </summary>
internal sealed class Dice
{
    private ulong _a, _b, _c, _d;
    private double _spareNormal = double.NaN;

    /// <summary>Equal seeds give equal numbers.</summary>
    public Dice(ulong seed)
    {
        // SplitMix64 spreads a small seed over the whole state, as the generator's authors advise: it must never be all zero.
        _a = Spread(ref seed);
        _b = Spread(ref seed);
        _c = Spread(ref seed);
        _d = Spread(ref seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Exponential with the given mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>Lognormal: half of the values lie below <paramref name="median"/>.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Pareto: all values are at least <paramref name="minimum"/>; the smaller <paramref name="alpha"/>, the heavier the tail.</summary>
    public double Pareto(double minimum, double alpha) => minimum * Math.Pow(1 - Uniform(), -1 / alpha);

    /// <summary>Poisson. Takes time in proportion to the mean (Knuth's product method): for means of some dozens.</summary>
    public int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = Uniform(); product > limit; product *= Uniform()) count++;
        return count;
    }

    /// <summary>An id of version 7: it begins with the time, so new views land on neighbouring index pages.</summary>
    public Guid ViewId(long unixMs)
    {
        Span<byte> bytes = stackalloc byte[16];
        var high = ((ulong)unixMs << 16) | 0x7000 | (Bits() >> 52);
        var low = (Bits() >> 2) | (1UL << 63);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Box-Muller gives two at a time; the second is kept.</summary>
    private double Normal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        var (sin, cos) = Math.SinCos(2 * Math.PI * Uniform());
        _spareNormal = radius * sin;
        return radius * cos;
    }

    private static ulong Spread(ref ulong seed)
    {
        seed += 0x9E3779B97F4A7C15;
        var z = seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
