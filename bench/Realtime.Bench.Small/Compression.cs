using System.Globalization;
using System.IO.Compression;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace Realtime.Bench.Small;

/// <summary>What it would take to compress a frame once for all browsers of a node (RFC 7692, without a context from one frame to the next), and what it would spare.</summary>
public class Compression
{
    private byte[] _frame = [];

    /// <summary>A snapshot of 120 rows, its change at a beat when six rows are others, and half an hour of a series.</summary>
    [Params("table", "change", "series")]
    public string Kind { get; set; } = "";

    /// <summary>Makes the frame, and tells how small it gets.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _frame = Encoding.UTF8.GetBytes(Kind switch
        {
            "table" => Table(120),
            "change" => Table(6),
            _ => Series(360),
        });
        Console.WriteLine($"// {Kind}: {_frame.Length} bytes plain, {Fastest()} fastest, {Optimal()} optimal");
    }

    /// <summary>With little effort.</summary>
    [Benchmark]
    public int Fastest() => Compress(CompressionLevel.Fastest);

    /// <summary>With the usual effort.</summary>
    [Benchmark]
    public int Optimal() => Compress(CompressionLevel.Optimal);

    private static string Table(int rows)
    {
        var random = new Random(1);
        return $$"""[null,null,"realtime:acme","countries",{"kind":"snapshot","columns":["country","viewers","rebuffering"],"rows":[{{string.Join(',', Enumerable.Range(0, rows).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"""["{(char)('A' + i / 26)}{(char)('A' + i % 26)}",{random.Next(5_000)},{random.NextDouble() * 3:0.0}]""")))}}]}]""";
    }

    private static string Series(int points)
    {
        var random = new Random(2);
        return $$"""[null,null,"realtime:acme","viewers",{"kind":"snapshot","columns":["at","viewers","rebuffering","kbps"],"rows":[{{string.Join(',', Enumerable.Range(0, points).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"""[{1_795_000_000_000 + i * 5_000},{900 + random.Next(100)},{random.Next(40)},{5_000 + random.Next(300)}]""")))}}]}]""";
    }

    private int Compress(CompressionLevel level)
    {
        using var to = new MemoryStream(1 << 15);
        using (var deflate = new DeflateStream(to, level, leaveOpen: true)) deflate.Write(_frame);
        return (int)to.Length;
    }
}
