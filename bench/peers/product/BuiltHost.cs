using System.Diagnostics;

namespace Realtime.Bench.Product;

/// <summary>Notices the host that a program in this process builds, by the events that hosts of .NET tell of themselves.</summary>
internal sealed class BuiltHost : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly TaskCompletionSource<IHost> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _all;

    private readonly Action<IServiceCollection> _change;

    /// <param name="change">Has the last word on the host's services.</param>
    public BuiltHost(Action<IServiceCollection> change)
    {
        _change = change;
        _all = DiagnosticListener.AllListeners.Subscribe(this);
    }

    /// <summary>The host, once it takes connections.</summary>
    public Task<IHost> Started => _started.Task;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder }) builder.ConfigureServices(_change);
        if (value is not { Key: "HostBuilt", Value: IHost host }) return;
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => _started.TrySetResult(host));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => _started.TrySetException(error);

    public void Dispose() => _all.Dispose();
}
