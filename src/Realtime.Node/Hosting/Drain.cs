using Akka.Actor;
using Akka.Hosting;
using Realtime.Actors;
using Realtime.Actors.Connections;

namespace Realtime.Node.Hosting;

/// <summary>Sends every browser away with 1012 as the node begins to stop: they reconnect elsewhere, or here after the restart.</summary>
internal sealed class Drain(IRequiredActor<ConnectionsKey> connections) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        connections.ActorRef.Tell(DrainConnections.Instance);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
