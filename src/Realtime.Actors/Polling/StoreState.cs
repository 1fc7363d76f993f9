using System.Collections.Immutable;

namespace Realtime.Actors.Polling;

/// <summary>
/// What a node knows of its store from the questions it asked: whether the store is away, and which data sets fail by themselves. One per node, told by all its
/// batchers, so that an outage is one fact and not one per data set. Thread-safe. All times are the monotonic clock's.
/// </summary>
/// <param name="dataSets">Names of all data sets.</param>
public sealed class StoreState(ImmutableArray<string> dataSets)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _faults = new(StringComparer.Ordinal);

    /// <summary>
    /// Data sets that failed in an outage and have not been answered since, and how often they found the store away after others were answered. One such failure may
    /// be a connection from before; two are a fault of their own (no connection left for them, say) and no new outage, which would begin and end at every poll.
    /// </summary>
    private readonly Dictionary<string, int> _missing = [];

    private Outage? _outage;
    private TimeSpan _outageEnded = TimeSpan.MinValue;

    /// <summary>How things are now.</summary>
    public StoreReport Report
    {
        get
        {
            lock (_gate)
            {
                return new StoreReport(
                    _outage is { } outage ? new FailingSince(outage.Trouble, outage.Since, outage.LastTried) : null,
                    [.. _faults.Select(f => new KeyValuePair<string, FailingSince>(f.Key, new FailingSince(f.Value.Trouble, f.Value.Since, f.Value.LastTried)))]);
            }
        }
    }

    /// <summary>The store answered.</summary>
    /// <param name="dataSet">Which data set's question, or another name for what was asked.</param>
    /// <param name="asked">When the question was made: an answer that was on its way as the store went is no sign that it is back.</param>
    /// <param name="now">When the answer came.</param>
    public ImmutableArray<StoreChange> Answered(string dataSet, TimeSpan asked, TimeSpan now)
    {
        lock (_gate)
        {
            if (_outage is null && _faults.Count == 0 && _missing.Count == 0) return [];
            var ended = EndOutage(asked, now);
            _missing.Remove(dataSet);
            return _faults.Remove(dataSet, out var fault) && fault.ToldId is not null ? [.. ended, new DataSetAnswers(dataSet)] : ended;
        }
    }

    /// <summary>The store did not answer, and it is not the fault of a single topic.</summary>
    /// <param name="dataSet">Which data set's question.</param>
    /// <param name="trouble">Why.</param>
    /// <param name="asked">When the question was made.</param>
    /// <param name="now">When it failed.</param>
    public ImmutableArray<StoreChange> Failed(string dataSet, StoreTrouble trouble, TimeSpan asked, TimeSpan now)
    {
        lock (_gate)
        {
            if (!trouble.IsForAll)
            {
                // A refusal is an answer too; silence is none.
                var ended = trouble.Failure == StoreFailure.Statement ? EndOutage(asked, now) : [];
                return [.. ended, .. Fault(dataSet, trouble, now, tell: _outage is null)];
            }

            if (_outage is { } outage)
            {
                _outage = outage with { LastTried = now };
                _missing[dataSet] = 0;
                return [];
            }

            // On its way as the store came back.
            if (asked <= _outageEnded) return [];
            if (_missing.TryGetValue(dataSet, out var times))
            {
                _missing[dataSet] = times + 1;
                return Fault(dataSet, trouble, now, tell: times > 0);
            }

            _outage = new Outage(trouble, now, now);
            _missing[dataSet] = 0;
            return [new OutageBegan(trouble, dataSets)];
        }
    }

    private ImmutableArray<StoreChange> EndOutage(TimeSpan asked, TimeSpan now)
    {
        if (_outage is not { } outage || asked <= outage.Since) return [];
        (_outage, _outageEnded) = (null, now);
        return [new OutageEnded(now - outage.Since)];
    }

    private ImmutableArray<StoreChange> Fault(string dataSet, StoreTrouble trouble, TimeSpan now, bool tell)
    {
        var known = _faults.GetValueOrDefault(dataSet);
        var isNews = tell && known?.ToldId != trouble.ErrorId;
        _faults[dataSet] = new Entry(trouble, known?.Since ?? now, now, isNews ? trouble.ErrorId : known?.ToldId);
        return isNews ? [new DataSetFails(dataSet, trouble)] : [];
    }

    private sealed record Outage(StoreTrouble Trouble, TimeSpan Since, TimeSpan LastTried);

    /// <param name="Trouble">As it was last.</param>
    /// <param name="Since">When it began.</param>
    /// <param name="LastTried">When it was met last.</param>
    /// <param name="ToldId">Id of the fault that was told last; null: none.</param>
    private sealed record Entry(StoreTrouble Trouble, TimeSpan Since, TimeSpan LastTried, string? ToldId);
}
