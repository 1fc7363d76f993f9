using Realtime.Protocol;

namespace Realtime.Actors.Polling;

/// <summary>The questions of one tick while they come in, and when it is time to ask the store. Times are the monotonic clock's.</summary>
/// <param name="began">When the first one came.</param>
/// <param name="isAwaited">Whether somebody waits for the answer: then it is soon.</param>
internal sealed class Gathering(TimeSpan began, bool isAwaited)
{
    /// <summary>Timers of one phase fire within two steps of the scheduler's wheel (10 ms each).</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    /// <summary>On a machine without time to spare they come later: as long as they come within a step of each other, a second statement would be for the rest alone.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Well below the shortest phase (250 ms).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _began = began;
    private TimeSpan _last = began;

    /// <summary>One question per topic: a topic that restarted asks again for the tick it asked for before, and its key must not repeat in a statement.</summary>
    public Dictionary<TopicKey, Batch.Entry> Entries { get; } = [];

    /// <summary>How long to wait at first.</summary>
    public TimeSpan First => isAwaited ? Short : Long;

    public void Add(Batch.Entry entry, TimeSpan now)
    {
        Entries[entry.Question.Key] = entry;
        _last = now;
    }

    /// <summary>How much longer to wait; zero: ask.</summary>
    public TimeSpan More(TimeSpan now) => isAwaited || now - _last >= Step || now - _began >= Longest ? TimeSpan.Zero : Step;
}
