namespace Realtime.Node.Demo;

/// <summary>One property at one instant: a row of tick_5s, for the buckets from before the demo began.</summary>
/// <param name="Property">Number of the property.</param>
/// <param name="Bucket">The instant, in unix milliseconds.</param>
/// <param name="Viewers">Neither paused nor failed.</param>
/// <param name="Starting">Of them, before the first frame.</param>
/// <param name="Rebuffering">Of them, out of data.</param>
/// <param name="Paused">Paused.</param>
/// <param name="Kbps">Mean of the views that play; null when none does.</param>
/// <param name="Counters">What happened up to the instant.</param>
internal sealed record TickRow(int Property, long Bucket, int Viewers, int Starting, int Rebuffering, int Paused, int? Kbps, PropertyCounters Counters)
{
    /// <summary>Length of a bucket in milliseconds.</summary>
    public const int BucketMs = 5_000;

    /// <summary>Rebuffering for longer counts nowhere, as in the pack's rollup.</summary>
    private const int GivenUpMs = 5 * 60_000;

    /// <summary>The start of the bucket an instant lies in.</summary>
    public static long BucketOf(long unixMs) => unixMs - (unixMs % BucketMs);

    /// <summary>What the pack's rollup would write now, a row per property.</summary>
    public static void Roll(Audience audience, List<TickRow> to)
    {
        var states = new int[audience.Counters.Length, (int)ViewState.Failed + 1];
        var kbps = new long[audience.Counters.Length];
        foreach (ref readonly var view in audience.Views.Slots)
        {
            if (!view.InUse || (view.State == ViewState.Rebuffering && view.StateSince < audience.Now - GivenUpMs)) continue;
            states[view.Property, (int)view.State]++;
            if (view.State == ViewState.Playing) kbps[view.Property] += view.Kbps;
        }

        for (var property = 0; property < kbps.Length; property++)
        {
            var starting = states[property, (int)ViewState.Starting];
            var playing = states[property, (int)ViewState.Playing];
            var rebuffering = states[property, (int)ViewState.Rebuffering];
            to.Add(new TickRow(
                property, audience.Now, starting + playing + rebuffering, starting, rebuffering, states[property, (int)ViewState.Paused],
                playing == 0 ? null : (int)(kbps[property] / playing), audience.Counters[property].Copy()));
        }
    }
}
