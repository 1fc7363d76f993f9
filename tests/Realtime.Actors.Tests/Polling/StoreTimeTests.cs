using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Polling;

/// <summary>The store's clock and the as-of time of a beat, on a clock that stands until it is moved.</summary>
public class StoreTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly StandingClock _time = new() { Now = Noon };
    private readonly StoreClock _clock = new();

    [Fact]
    public void The_offset_assumes_that_the_store_answered_half_way()
    {
        _clock.Measured(Noon, Noon.AddMilliseconds(100), Noon.AddMilliseconds(3_050));

        Assert.Equal(3_000, _clock.OffsetMs);
        Assert.Equal(Noon.AddMilliseconds(3_000).ToUnixTimeMilliseconds(), _clock.Now(_time));
    }

    [Fact]
    public void A_slow_round_trip_does_not_spoil_a_good_measurement_until_that_has_aged()
    {
        _clock.Measured(Noon, Noon.AddMilliseconds(2), Noon.AddMilliseconds(1_001));
        _clock.Measured(Noon.AddSeconds(1), Noon.AddSeconds(1.4), Noon.AddSeconds(9));
        Assert.Equal(1_000, _clock.OffsetMs);

        _clock.Measured(Noon.AddSeconds(1_000), Noon.AddSeconds(1_000.4), Noon.AddSeconds(1_002.2));
        Assert.Equal(2_000, _clock.OffsetMs, precision: 3);
    }

    [Fact]
    public async Task All_data_sets_of_a_beat_share_one_question()
    {
        var store = new ScriptedStore(_time);
        var asOf = new AsOfClock(store, _clock, TimeSpan.FromSeconds(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => asOf.AsOfAsync(_time)));
        _time.Now = Noon.AddMilliseconds(90);
        var late = await asOf.AsOfAsync(_time);

        Assert.Equal(1, store.AsOfQuestions);
        Assert.All([.. answers, late], answer => Assert.Equal(Noon, answer));
    }

    [Fact]
    public async Task Batches_that_ask_while_the_question_is_under_way_share_its_answer()
    {
        var answer = new TaskCompletionSource<StoreTime>();
        var store = new ScriptedStore(_time) { AsOf = () => answer.Task };
        var asOf = new AsOfClock(store, _clock, TimeSpan.FromSeconds(1));

        var first = asOf.AsOfAsync(_time);
        _time.Now = Noon.AddSeconds(3);
        var second = asOf.AsOfAsync(_time);
        answer.SetResult(new StoreTime(Noon, Noon));

        Assert.Equal(await first, await second);
        Assert.Equal(1, store.AsOfQuestions);
    }

    [Fact]
    public async Task The_next_beat_asks_again()
    {
        var store = new ScriptedStore(_time);
        var asOf = new AsOfClock(store, _clock, TimeSpan.FromSeconds(1));
        await asOf.AsOfAsync(_time);
        _time.Now = Noon.AddMilliseconds(250);

        Assert.Equal(_time.Now, await asOf.AsOfAsync(_time));
        Assert.Equal(2, store.AsOfQuestions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_is_not_shared_with_who_asks_after_it(bool cancelled)
    {
        Exception failure = cancelled ? new OperationCanceledException() : new StoreException(StoreFailure.Unavailable, "down");
        var store = new ScriptedStore(_time) { AsOf = () => Task.FromException<StoreTime>(failure) };
        var asOf = new AsOfClock(store, _clock, TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<Exception>(() => asOf.AsOfAsync(_time));
        store.AsOf = null;

        Assert.Equal(Noon, await asOf.AsOfAsync(_time));
    }

    private sealed class StandingClock : Akka.Actor.ITimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public TimeSpan MonotonicClock => Now - Noon;

        public TimeSpan HighResMonotonicClock => MonotonicClock;
    }
}
