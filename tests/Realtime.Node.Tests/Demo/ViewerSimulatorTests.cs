using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>The service around the model, with time driven by hand and a store in memory.</summary>
public sealed class ViewerSimulatorTests : IAsyncLifetime
{
    private readonly DelayedTime _time = new(DateTimeOffset.FromUnixTimeMilliseconds(DemoWorld.PeriodStart + 123_456));
    private readonly RecordingSink _sink = new();
    private readonly LogLines _log = new();
    private ViewerSimulator _simulator = null!;

    public Task InitializeAsync()
    {
        _simulator = new ViewerSimulator(_sink, DemoWorld.Small with { Views = 200 }, _time, _log);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _simulator.StopAsync(CancellationToken.None);
        _simulator.Dispose();
    }

    [Fact]
    public async Task It_begins_with_a_full_state_and_a_history()
    {
        await _simulator.StartAsync(CancellationToken.None);
        await _time.NextDelayAsync();
        Assert.True(_sink.Batches[0].Replace);
        Assert.True(_sink.Stored.Count > 100);
        Assert.Equal(31 * 12 * DemoWorld.Small.Properties, _sink.History.Count);
        Assert.Equal(["Ready"], _log.Events);
    }

    [Fact]
    public async Task It_writes_just_after_each_second_and_completes_each_bucket_once()
    {
        await _simulator.StartAsync(CancellationToken.None);
        var delay = await _time.NextDelayAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(1_000 - 456 + 5), delay);
        _sink.Batches.Clear();
        await _time.PassAsync(delay, waits: 20);
        Assert.Equal(5, _time.GetUtcNow().Millisecond);
        Assert.Equal(20, _sink.Batches.Count);
        Assert.Equal(
            new[] { 125_000L, 130_000, 135_000, 140_000 }.Select(offset => DemoWorld.PeriodStart + offset),
            _sink.Batches.Where(batch => batch.Bucket is not null).Select(batch => batch.Bucket!.Value));
        Assert.All(_sink.Batches, batch => Assert.False(batch.Replace));
    }

    [Fact]
    public async Task An_outage_is_logged_once_tried_again_ever_later_and_ends_with_the_current_state()
    {
        await _simulator.StartAsync(CancellationToken.None);
        var delay = await _time.NextDelayAsync();
        _sink.IsOut = true;
        List<double> waits = [];
        for (var i = 0; i < 6; i++)
        {
            _time.Advance(delay);
            delay = await _time.NextDelayAsync();
            waits.Add(delay.TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 10, 10], waits);
        Assert.Equal(["Ready", "OutageBegan"], _log.Events);

        _sink.IsOut = false;
        _sink.Batches.Clear();
        _time.Advance(delay);
        delay = await _time.NextDelayAsync();
        var first = Assert.Single(_sink.Batches);
        Assert.True(first.Replace);
        Assert.Equal(first.Views.Count, _sink.Stored.Count);
        Assert.All(_sink.Stored.Values, view => Assert.InRange(view.LastSeen, _time.GetUtcNow().ToUnixTimeMilliseconds() - 15_000, long.MaxValue));
        Assert.Equal(["Ready", "OutageBegan", "OutageEnded"], _log.Events);

        await _time.PassAsync(delay, waits: 3);
        Assert.False(_sink.Batches[^1].Replace);
    }

    [Fact]
    public async Task A_store_that_is_out_at_the_start_is_waited_for()
    {
        _sink.IsOut = true;
        await _simulator.StartAsync(CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextDelayAsync());
        _sink.IsOut = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        await _time.NextDelayAsync();
        Assert.Equal(["OutageBegan", "OutageEnded", "Ready"], _log.Events);
        Assert.NotEmpty(_sink.Stored);
    }

    [Fact]
    public async Task It_stops_while_it_waits_and_lets_go_of_the_store()
    {
        await _simulator.StartAsync(CancellationToken.None);
        await _time.NextDelayAsync();
        await _simulator.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(_sink.IsDisposed);
        Assert.True(_simulator.ExecuteTask!.IsCompletedSuccessfully);
    }
}
