using Akka.Actor;
using Akka.Hosting;
using Realtime.Actors;
using Realtime.Actors.Connections;
using Realtime.Actors.Topics;

namespace Realtime.Node.Hosting;

/// <summary>
/// The order in which a node stops: no new sockets (the endpoint refuses them from the signal on), then its topics go to other nodes, then its browsers: they come
/// back elsewhere, to topics that run. The other way round a browser that is back first would have a topic polled twice.
/// </summary>
internal sealed class Drain(ActorSystem system, IReadOnlyActorRegistry registry, ILogger<Drain> log) : IHostedLifecycleService
{
    /// <summary>A statement under way is waited for (2.5 s at most), and its topic handed over then; the rest is for a coordinator that is just moving.</summary>
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromSeconds(12);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!await TopicHandOver.RunAsync(system, HandOverWithin).ConfigureAwait(false)) NodeLog.HandOverUnfinished(log, HandOverWithin);
        if (registry.TryGet<ConnectionsKey>(out var connections)) connections.Tell(DrainConnections.Instance);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
