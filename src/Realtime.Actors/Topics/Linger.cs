namespace Realtime.Actors.Topics;

/// <summary>When a topic that nobody watches may stop: it goes on for a while, so that a page reload costs no cold start.</summary>
public sealed class Linger(TimeSpan length)
{
    private TimeSpan? _endsAt;

    /// <summary>Whether it is running.</summary>
    public bool Running => _endsAt is not null;

    /// <summary>Takes in whether anybody watches. True: it started just now and ends after its length.</summary>
    /// <param name="watched">Whether anybody watches.</param>
    /// <param name="now">Monotonic clock.</param>
    public bool Update(bool watched, TimeSpan now)
    {
        if (watched)
        {
            _endsAt = null;
            return false;
        }

        if (_endsAt is not null) return false;
        _endsAt = now + length;
        return true;
    }

    /// <summary>Somebody would watch and may not yet: if it runs, it begins anew.</summary>
    public void Postpone(TimeSpan now)
    {
        if (_endsAt is not null) _endsAt = now + length;
    }

    /// <summary>Time left; zero or less: ended. Null: not running.</summary>
    public TimeSpan? Left(TimeSpan now) => _endsAt - now;
}
