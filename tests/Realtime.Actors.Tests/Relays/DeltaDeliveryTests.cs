using System.Globalization;
using System.Text;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Tests.Relays;

/// <summary>
/// An owner, a relay and clients that take deltas, resume or are stock, through lost frames, failures, failovers and reconnects: after each frame every client
/// shows the rows of the last one that reached the node.
/// </summary>
public class DeltaDeliveryTests : RelayWorld
{
    private readonly SortedDictionary<int, int> _table = [];
    private Random _random = null!;
    private DataSet _dataSet = null!;
    private DataSetTrack _track = null!;
    private ResultRows _window = ResultRows.Empty;
    private PollResult? _shown;
    private int _epochs;
    private int _joins;
    private bool _wantsDeltas;
    private long _now = 1_000_000_000;

    [Theory]
    [InlineData(DataSetKind.Table, 1)]
    [InlineData(DataSetKind.Table, 2)]
    [InlineData(DataSetKind.Histogram, 3)]
    [InlineData(DataSetKind.Series, 4)]
    [InlineData(DataSetKind.Series, 5)]
    public async Task After_each_frame_every_client_shows_what_the_owner_has(DataSetKind kind, int seed)
    {
        _random = new Random(seed);
        _dataSet = kind == DataSetKind.Series ? Results.Series("viewers") : Results.Table() with { Kind = kind };
        TakeOver();
        Watcher[] watchers = [new(false, false, Connection), new(true, false, Connection), new(true, true, Connection), new(true, true, Connection), new(false, true, Connection)];
        foreach (var watcher in watchers[..3]) await JoinAsync(watcher);
        Assert.True(_wantsDeltas);
        for (var step = 0; step < 250; step++)
        {
            await StepAsync();
            var watcher = watchers[_random.Next(watchers.Length)];
            if (watcher.Channel is null) await JoinAsync(watcher);
            else if (watcher != watchers[0] && _random.Next(4) == 0) await LeaveAsync(watcher);
            foreach (var here in watchers.Where(w => w.Channel is not null)) CheckShown(here);
        }

        Assert.Contains("delta", watchers[1].Kinds);
        Assert.Equal((0, 0), (watchers[1].CaughtUp, watchers[4].CaughtUp));
        Assert.True(watchers[2].CaughtUp + watchers[3].CaughtUp > 0, "resuming saved nothing");
    }

    /// <summary>A beat with one of its outcomes, which may be lost on the way, or a new owner.</summary>
    private async Task StepAsync()
    {
        _now += 5_000;
        var chance = _random.Next(20);
        if (chance == 0)
        {
            TakeOver();
            Relay!.Tell(new TopicMoved(Frames.Key));
            await SettleAsync(Relay!);
        }

        var asOf = DateTimeOffset.FromUnixTimeMilliseconds(_now);
        var tick = _track.Clock.Begin(_now);
        PollOutcome outcome = chance switch
        {
            1 => new PollFailed("viewers", tick, "store timeout"),
            < 5 when _track.Result is not null => new PollUnchanged("viewers", tick, asOf),
            _ => new PollChanged("viewers", tick, asOf, Next()),
        };
        var frame = _track.Frame(outcome, _now, 0, _wantsDeltas);
        await AnswerAsync();
        if (chance != 6) await DeliverAsync(frame);
        await AnswerAsync();
    }

    private async Task DeliverAsync(DataFrame frame)
    {
        await FrameAsync(Relay!, frame);
        // Progress on rows that never came is no news; the relay asks for them.
        if (frame.TailLength > 0) _shown = _track.Result;
    }

    /// <summary>What a topic's supervisor does with a subscription.</summary>
    private async Task AnswerAsync()
    {
        await SettleAsync(Region);
        while (Region.HasMessages)
        {
            if (Region.ExpectMsg<object>() is not Subscribe subscribe) continue;
            _wantsDeltas = subscribe.WantsDeltas;
            foreach (var reported in subscribe.Positions.Where(p => p.DataSet == "viewers")) _track.ContinueFrom(reported);
            subscribe.Relay.Tell(new SubscribeAck(Frames.Key, Owner, subscribe.Generation), Owner);
            await SettleAsync(subscribe.Relay);
            var position = subscribe.Positions.FirstOrDefault(p => p.DataSet == "viewers");
            if (_track.Missing(position, _now, out var resend) is { } frame) await DeliverAsync(frame);
            else if (resend) await DeliverAsync(_track.Resent(_now));
            await SettleAsync(Region);
        }
    }

    private async Task JoinAsync(Watcher watcher)
    {
        await JoinAsync(watcher.Join(++_joins));
        if (Relay is null) await AcknowledgeAsync();
        await AnswerAsync();
    }

    private async Task LeaveAsync(Watcher watcher)
    {
        Relays.Tell(new LeaveTopic(watcher.Channel!, null));
        watcher.Gone();
        await SettleAsync(Relays, Relay!);
    }

    private void CheckShown(Watcher watcher)
    {
        watcher.Look();
        if (_shown is null) return;
        string[] expected = [.. Enumerable.Range(0, _shown.Rows.Count).Select(i => Encoding.UTF8.GetString(_shown.Rows.Row(i)))];
        var rows = watcher.Shown.Rows;
        if (_dataSet.Kind == DataSetKind.Table) Array.ForEach([expected, rows], r => Array.Sort(r, StringComparer.Ordinal));
        Assert.True(expected.SequenceEqual(rows), $"shown after {string.Join(' ', watcher.Kinds.TakeLast(6))}: {string.Join(',', rows)}; expected: {string.Join(',', expected)}");
    }

    private void TakeOver()
    {
        var last = _track?.Position;
        _track = new DataSetTrack(Frames.Key, _dataSet, new PollClock(new BeatSchedule(5_000, 0)), $"e{++_epochs}");
        if (last is not null) _track.ContinueFrom(last);
    }

    private PollResult Next()
    {
        if (_dataSet.Kind == DataSetKind.Series)
        {
            var newer = Enumerable.Range(0, _random.Next(1, 4)).Select(i => _now + i).Select(at => (string.Create(CultureInfo.InvariantCulture, $"[{at},{_random.Next(100)}]"), (long?)at));
            _window = ResultDiff.Append(_window, Results.Rows(newer), _now - 200_000);
            return new PollResult(["at", "value"], _window);
        }

        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var country = _random.Next(40);
            if (_random.Next(6) == 0) _table.Remove(country);
            else _table[country] = _random.Next(1000);
        }

        for (var i = 0; i < 15; i++) _table.TryAdd(i, 0);
        return new PollResult(["viewers", "country"], Results.Rows(_table.Select(row => ($"[{row.Value},\"a country of a long name, the {row.Key}th of all\"]", (long?)null))));
    }
}
