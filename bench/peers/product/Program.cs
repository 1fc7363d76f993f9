using System.Reflection;
using Akka.Actor;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Actors.Polling;
using Realtime.Bench.Feed;
using Realtime.Bench.Product;

// Runs the node's own program in this process, and obeys the measurement beside it. With "instant" as its first word the store is one that answers at once.
var isInstant = args is ["instant", ..];
if (isInstant) args = args[1..];
using var host = new BuiltHost(services =>
{
    if (isInstant) services.Replace(ServiceDescriptor.Singleton<IDataStore>(new InstantStore()));
});
var node = Task.Run(() => (int)Assembly.Load("realtime-node").EntryPoint!.Invoke(null, [args])!);
if (await Task.WhenAny(host.Started, node) == node) return await node;
var services = (await host.Started).Services;
var address = services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
using var acknowledged = new Acknowledgements();
var sender = new OwnerInPlace(services.GetRequiredService<ActorSystem>());
using var console = new PeerConsole(new FeedLoop(sender, acknowledged));
await console.RunAsync(new Uri(address).Port, acknowledged.Port);
services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
return await node;
