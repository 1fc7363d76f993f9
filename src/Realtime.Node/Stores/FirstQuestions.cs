using Akka.Actor;
using Realtime.Actors.Polling;
using Realtime.Node.Demo;

namespace Realtime.Node.Stores;

/// <summary>
/// Runs each data set once for no topic as the node starts: SQL that the store refuses is told before anybody watches, and the first watcher does not
/// wait for connections and plans to be made.
/// </summary>
internal sealed partial class FirstQuestions(
    IDataStore store, StoreState state, ActorSystem system, Pack pack, PollingSettings polling, ILogger<FirstQuestions> log, ViewerSimulator? demo = null) : BackgroundService
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan Now => system.Scheduler.MonotonicClock;

    /// <summary>Completes when all data sets were tried, whatever came of it.</summary>
    public Task Asked => _asked.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The demo makes the tables.
            if (demo is not null) await demo.Tried.WaitAsync(stoppingToken);
            await AskAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The node stops, or its demo ended before it began: nothing is left to try.
        }
        finally
        {
            _asked.TrySetResult();
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        var began = Now;
        StoreTime time;
        try
        {
            time = await store.AsOfAsync(stop);
        }
        catch (StoreException e)
        {
            foreach (var dataSet in pack.DataSets) Failed(dataSet.Name, StoreTrouble.Of(e, isAsOf: true), began);
            return;
        }

        foreach (var dataSet in pack.DataSets) await AskAsync(dataSet, time.AsOf, stop);
    }

    private async Task AskAsync(DataSet dataSet, DateTimeOffset asOf, CancellationToken stop)
    {
        var began = Now;
        var timeout = polling.For(dataSet).Timeout;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        cancel.CancelAfter(timeout);
        try
        {
            await store.RunAsync(new PollBatch(dataSet, [], [], asOf, $"realtime {dataSet.Name} at start"), cancel.Token);
            StoreLog.Tell(log, state.Answered(dataSet.Name, began, Now));
        }
        catch (StoreException e)
        {
            Failed(dataSet.Name, StoreTrouble.Of(e, isAsOf: false), began);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Failed(dataSet.Name, new StoreTrouble(StoreFailure.Timeout, $"no answer within {timeout:c}, although it was asked for no topic", IsForAll: false), began);
        }
    }

    private void Failed(string dataSet, StoreTrouble trouble, TimeSpan began)
    {
        var changes = state.Failed(dataSet, trouble, began, Now);
        StoreLog.Tell(log, changes.RemoveAll(change => change is DataSetFails));
        // Nobody asked for anything yet: it is no topic's fault, and no passing one.
        if (changes.Any(change => change is DataSetFails)) Refused(dataSet, trouble.ErrorId, trouble.Text);
    }

    [LoggerMessage(1201, LogLevel.Error, "Data set {DataSet} cannot be asked (error {ErrorId}): {Text}")]
    private partial void Refused(string dataSet, string errorId, string text);
}
