using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>The beat of a data set as its watcher sees it.</summary>
internal static class Beats
{
    /// <summary>What every node of these tests polls at, in milliseconds.</summary>
    public const long IntervalMs = 1000;

    /// <summary>That interval as a setting.</summary>
    public const string Setting = "Realtime:Interval=00:00:01";

    /// <summary>The slot that a frame's seq names.</summary>
    public static long Tick(this PhoenixMessage frame) => frame.Seq!.Value / IntervalMs;

    /// <summary>Waits for some frames, from place <paramref name="from"/> on.</summary>
    public static async Task<PhoenixMessage[]> FramesAsync(this PhoenixClient client, string key, string dataSet, int count, int from)
    {
        var frames = new List<PhoenixMessage>();
        while (frames.Count < count)
        {
            var frame = await client.FrameAsync(key, dataSet, _ => true, $"frame {frames.Count + 1} of {count}", from);
            frames.Add(frame);
            from = frame.Place + 1;
        }

        return [.. frames];
    }

    /// <summary>Every frame is live and exactly one interval after the one before.</summary>
    public static void AssertOnTime(IReadOnlyList<PhoenixMessage> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            Assert.True(frames[i].State == "live", frames[i].Text);
            if (i == 0) continue;
            Assert.True(
                frames[i].Seq == frames[i - 1].Seq + IntervalMs && frames[i - 1].Payload.GetProperty("next_due").GetInt64() == frames[i].Seq,
                $"not one interval after the other:{Environment.NewLine}{frames[i - 1]}{Environment.NewLine}{frames[i]}");
        }
    }
}
