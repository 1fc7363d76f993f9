using System.Collections.Concurrent;

namespace Realtime.Node.Demo;

/// <summary>A thread for calls that block, so that none of them holds a thread of the pool, which carries heartbeats.</summary>
internal sealed class WriterThread : IDisposable
{
    // Holds one call at a time: the sink's only caller awaits each.
    private readonly BlockingCollection<Action> _calls = [];

    /// <param name="name">What debuggers show.</param>
    public WriterThread(string name) => new Thread(Work) { Name = name, IsBackground = true }.Start();

    /// <summary>Runs a call on the thread. What it throws, the task throws. Cancelling has an effect only before the call begins.</summary>
    public Task<T> Run<T>(Func<T> call, CancellationToken cancel)
    {
        // Continuations go to the pool: else the caller would carry on on this thread.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(
            () =>
            {
                if (cancel.IsCancellationRequested)
                {
                    done.SetCanceled(cancel);
                    return;
                }

                try
                {
                    done.SetResult(call());
                }
                catch (Exception problem)
                {
                    done.SetException(problem);
                }
            },
            CancellationToken.None);
        return done.Task;
    }

    /// <summary>Ends the thread after the call it is in.</summary>
    public void Dispose() => _calls.CompleteAdding();

    private void Work()
    {
        foreach (var call in _calls.GetConsumingEnumerable()) call();
        _calls.Dispose();
    }
}
