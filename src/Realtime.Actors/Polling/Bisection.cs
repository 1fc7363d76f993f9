namespace Realtime.Actors.Polling;

/// <summary>
/// Decides how a failed batch is divided, so that one bad topic never costs its neighbours. One instance follows one batch through all its parts;
/// it stops when no part has answered after three divisions (then the store or the SQL is at fault, not a topic) and when its budget of statements is spent.
/// </summary>
public sealed class Bisection
{
    /// <summary>After so many divisions without any success nothing points at a single topic.</summary>
    private const int DepthWithoutSuccess = 3;

    /// <summary>A part is never given less time than this.</summary>
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _timeout;
    private int _budget;
    private bool _anySucceeded;

    /// <param name="topics">Topics in the batch.</param>
    /// <param name="timeout">What the whole batch was given.</param>
    public Bisection(int topics, TimeSpan timeout)
    {
        _timeout = timeout;
        // Finding one bad topic takes two statements a level; this finds two, and leaves the others for the next tick.
        _budget = 8 + 4 * (int)Math.Ceiling(Math.Log2(Math.Max(2, topics)));
    }

    /// <summary>Whether any part answered: then a topic is at fault for those that did not, and not the store.</summary>
    public bool AnySucceeded => _anySucceeded;

    /// <summary>A part answered.</summary>
    public void Succeeded() => _anySucceeded = true;

    /// <summary>Whether a failed part of so many topics, the result of so many divisions, is divided once more.</summary>
    public bool Divide(StoreFailure failure, int topics, int depth)
    {
        if (failure == StoreFailure.Unavailable || topics < 2 || _budget < 2) return false;
        if (depth >= DepthWithoutSuccess && !_anySucceeded) return false;
        _budget -= 2;
        return true;
    }

    /// <summary>Whether a part that failed with a single topic in it shows that this topic is the bad one.</summary>
    public bool Isolates(StoreFailure failure, int topics) => topics == 1 && _anySucceeded && failure != StoreFailure.Unavailable;

    /// <summary>Time for a part: half of what the part it came from had, so that the whole search stays below twice the batch's own.</summary>
    public TimeSpan TimeoutAt(int depth)
    {
        var part = _timeout / (1 << Math.Min(depth, 20));
        return part > ShortestTimeout || part == _timeout ? part : ShortestTimeout;
    }
}
