using System.Globalization;
using System.Text;
using Realtime.Protocol.Operations;
using Xunit.Abstractions;

namespace Realtime.Protocol.Tests;

/// <summary>Frames in bulk, random and mutated: no reader throws, and none takes more memory than the frame is worth.</summary>
public class ManyFramesTests(ITestOutputHelper output)
{
    /// <summary>Texts of a frame, twice as long in memory, twice over for an escaped copy; and what the exceptions of readers cost that find no JSON, some KB each.</summary>
    private const int BytesPerByte = 32;
    private const int BytesBeside = 64 << 10;

    private static readonly byte[][] Seeds =
    [
        "[\"1\",\"2\",\"realtime:acme\",\"phx_join\",{\"delta\":true,\"presence\":\"count\",\"key\":\"ann\",\"meta\":{\"a\":[1,2]},\"resume\":{\"s\":{\"epoch\":\"e\",\"seq\":3}}}]"u8.ToArray(),
        "[null,\"3\",\"phoenix\",\"heartbeat\",{}]"u8.ToArray(),
        "{\"delta\":true,\"resume\":{\"time_series\":{\"epoch\":\"a1\",\"seq\":12}},\"presence\":\"list\",\"key\":\"\\u0041nn\",\"meta\":{\"n\":1.5e3}}"u8.ToArray(),
        "{\"minutes\":2.5}"u8.ToArray(),
        "{\"visible\":false,\"x\":[{},[]]}"u8.ToArray(),
        "{\"type\":\"run\",\"id\":7,\"palette\":\"topic\",\"command\":\"show\",\"arguments\":{\"-t\":\"acme\"}}"u8.ToArray(),
        Generators.BinaryPush("1", "2", "realtime:acme", "attention", [1, 2, 3]),
    ];

    [Fact]
    public void Twenty_thousand_frames_hurt_no_reader()
    {
        Run(seed: 20260501, 10_000);
        Run(Random.Shared.Next(), 10_000);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_million_frames_hurt_no_reader() => Run(Random.Shared.Next(), 1_000_000);

    private void Run(int seed, int frames)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        // Static data is paid for by the first of them.
        foreach (var known in Seeds) Read(known);
        for (var i = 0; i < frames; i++)
        {
            var frame = Next(random);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Read(frame);
                var took = GC.GetAllocatedBytesForCurrentThread() - before;
                if (took > BytesBeside + (BytesPerByte * (long)frame.Length)) throw new InvalidOperationException($"{took} bytes for a frame of {frame.Length}");
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"frame {i} of seed {seed}: {Convert.ToHexString(frame)} {Encoding.UTF8.GetString(frame)}"), e);
            }
        }
    }

    private static void Read(byte[] frame)
    {
        Received.Text(frame);
        Received.Binary(frame);
        JoinParameters.Read(frame, out _);
        RewindRequest.Read(frame, out _);
        AttentionPayload.TryRead(frame, out _);
        OperatorJson.Read(frame);
    }

    private static byte[] Next(Random random)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(300)];
            random.NextBytes(noise);
            return noise;
        }

        List<byte> frame = [.. Seeds[random.Next(Seeds.Length)]];
        for (var changes = random.Next(1, 6); changes > 0 && frame.Count > 0; changes--)
        {
            var at = random.Next(frame.Count);
            switch (random.Next(5))
            {
                case 0: frame[at] = (byte)random.Next(256); break;
                case 1: frame.RemoveAt(at); break;
                case 2: frame.Insert(at, (byte)"[]{}\",:\\u0e-."[random.Next(13)]); break;
                case 3: frame.RemoveRange(at, Math.Min(random.Next(20), frame.Count - at)); break;
                default: frame.InsertRange(at, frame.GetRange(at, Math.Min(random.Next(40), frame.Count - at))); break;
            }
        }

        return [.. frame];
    }
}
