namespace Realtime.Node.Demo;

/// <summary>How large the demo is and where its dice start: constants, in a record so that tests can make it small.</summary>
internal sealed record DemoOptions
{
    /// <summary>Equal seeds and start times give equal events.</summary>
    public ulong Seed { get; init; } = 2012;

    /// <summary>Video sites, each a topic; 1 to the number of <see cref="PropertyNames"/>.</summary>
    public int Properties { get; init; } = 40;

    /// <summary>Concurrent views, averaged over a <see cref="Programme.PeriodMs"/>.</summary>
    public int Views { get; init; } = 6_000;

    /// <summary>Simulated before the first write, so that ages are distributed as if it had always run. Three means of a stay leave 5 % of the error.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(90);

    /// <summary>
    /// How much of tick_5s is filled at start: what a chart shows, and a little more, because its first point is a difference. At most
    /// <see cref="WarmUp"/>.
    /// </summary>
    public TimeSpan History { get; init; } = TimeSpan.FromMinutes(31);

    /// <summary>Time between two writes. Shorter than a bucket, long enough that a batch is worth a transaction.</summary>
    public TimeSpan WriteInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Their topic keys, largest first.</summary>
    public IReadOnlyList<string> PropertyKeys => PropertyNames.All[..Properties];
}
