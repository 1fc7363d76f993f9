namespace Realtime.Actors.Polling;

/// <summary>
/// In which phase of the interval each of a node's topics is polled. A phase takes a hundred topics before the next one begins, since a statement costs a store more than
/// the topics in it; beyond that all phases grow alike, so that neither store nor node has everything to do at once. May be called from any thread.
/// </summary>
/// <param name="count">Phases of an interval.</param>
internal sealed class Phases(int count)
{
    private const int Full = 100;

    private readonly int[] _topics = new int[count];

    /// <summary>Phases of an interval.</summary>
    public int Count => count;

    /// <summary>A topic takes a phase.</summary>
    /// <param name="wanted">The one it had at its last owner: there it goes on without a beat missed or repeated. Null: it is new.</param>
    public int Enter(int? wanted = null)
    {
        lock (_topics)
        {
            var phase = wanted ?? Array.FindIndex(_topics, topics => topics < Full);
            if (phase < 0) phase = Array.IndexOf(_topics, _topics.Min());
            _topics[phase]++;
            return phase;
        }
    }

    /// <summary>A topic ends.</summary>
    public void Leave(int phase)
    {
        lock (_topics) _topics[phase]--;
    }
}
