using DuckDB.NET.Data;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>One statement on its way through <see cref="DuckDbThreads"/>: can be stopped while it waits, while it runs, and at no other time.</summary>
internal abstract class DuckDbStatement
{
    // An interrupt that comes before the engine began is lost, so it is repeated until the statement has ended.
    private static readonly TimeSpan RepeatInterrupt = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private DuckDBCommand? _running;
    private bool _stopped;

    /// <summary>Runs it on a connection that nobody else uses meanwhile.</summary>
    public void RunOn(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        lock (_gate)
        {
            if (_stopped) return;
            _running = command;
        }

        try
        {
            Execute(command);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            // From here on an interrupt would hit the connection's next statement.
            lock (_gate) _running = null;
        }
    }

    /// <summary>Stops it, wherever it is.</summary>
    public void Stop(TimeProvider time)
    {
        bool running;
        lock (_gate)
        {
            _stopped = true;
            running = _running is not null;
        }

        if (running) _ = RepeatAsync(time);
        else Fail(new OperationCanceledException());
    }

    /// <summary>Ends it with a failure.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Executes it and keeps the result.</summary>
    protected abstract void Execute(DuckDBCommand command);

    private async Task RepeatAsync(TimeProvider time)
    {
        while (Interrupt()) await Task.Delay(RepeatInterrupt, time);
    }

    private bool Interrupt()
    {
        lock (_gate)
        {
            _running?.Cancel();
            return _running is not null;
        }
    }
}

/// <summary>A statement with a result.</summary>
/// <param name="run">What to do with the command; runs on one of DuckDB's threads.</param>
internal sealed class DuckDbStatement<T>(Func<DuckDBCommand, T> run) : DuckDbStatement
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the statement has ended, also when it was stopped.</summary>
    public Task<T> Result => _result.Task;

    /// <inheritdoc/>
    public override void Fail(Exception failure) => _result.TrySetException(failure);

    /// <inheritdoc/>
    protected override void Execute(DuckDBCommand command) => _result.TrySetResult(run(command));
}
