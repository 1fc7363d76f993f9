using System.Runtime.InteropServices;

namespace Realtime.Pbm.Running;

/// <summary>Ctrl-C: the first one asks a running command to stop, any other ends the program as the system does.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly PosixSignalRegistration _signal;
    private volatile CancellationTokenSource? _running;

    /// <summary>Listens from now on.</summary>
    public Interrupts() => _signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

    /// <summary>Runs something that Ctrl-C stops.</summary>
    public async Task<int> GuardAsync(Func<CancellationToken, Task<int>> run)
    {
        using var stop = new CancellationTokenSource();
        _running = stop;
        try
        {
            return await run(stop.Token);
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Listens no longer.</summary>
    public void Dispose() => _signal.Dispose();

    private void OnSignal(PosixSignalContext signal)
    {
        if (_running is not { IsCancellationRequested: false } stop) return;
        signal.Cancel = true;
        stop.CancelAsync();
    }
}
