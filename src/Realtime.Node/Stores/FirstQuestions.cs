using Realtime.Actors.Polling;
using Realtime.Node.Demo;

namespace Realtime.Node.Stores;

/// <summary>
/// Runs each data set once for no topic as the node starts: SQL that the store refuses is told before anybody watches, and the first watcher does not
/// wait for connections and plans to be made.
/// </summary>
internal sealed partial class FirstQuestions(IDataStore store, Pack pack, PollingSettings polling, ILogger<FirstQuestions> log, ViewerSimulator? demo = null) : BackgroundService
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        catch (StoreException e) when (e.Failure == StoreFailure.Unavailable)
        {
            Unavailable(e.Message);
        }
        catch (StoreException e)
        {
            AsOfRefused(e.Message);
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
        var time = await store.AsOfAsync(stop);
        foreach (var dataSet in pack.DataSets)
        {
            var timeout = polling.For(dataSet).Timeout;
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            cancel.CancelAfter(timeout);
            try
            {
                await store.RunAsync(new PollBatch(dataSet, [], [], time.AsOf, $"realtime {dataSet.Name} at start"), cancel.Token);
            }
            catch (StoreException e) when (e.Failure != StoreFailure.Unavailable)
            {
                Refused(dataSet.Name, e.Message);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                Refused(dataSet.Name, $"no answer within {timeout:c}, although it was asked for no topic");
            }
        }
    }

    [LoggerMessage(1201, LogLevel.Error, "Data set {DataSet} cannot be asked: {Text}")]
    private partial void Refused(string dataSet, string text);

    [LoggerMessage(1202, LogLevel.Warning, "The store is not there: topics say so and are polled again until it is. {Text}")]
    private partial void Unavailable(string text);

    [LoggerMessage(1203, LogLevel.Error, "The pack's as-of time cannot be asked: {Text}")]
    private partial void AsOfRefused(string text);
}
