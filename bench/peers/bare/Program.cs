using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Bench.Bare;
using Realtime.Bench.Feed;

// The least that a WebSocket server on Kestrel must do: direct or queue.
Subscribers subscribers = args is ["queue"] ? new QueueSubscribers() : new DirectSubscribers();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
await using var app = builder.Build();
app.Use((context, next) =>
{
    if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade) context.Features.Set<IHttpUpgradeFeature>(new KeptUpgrade(upgrade));
    return next(context);
});
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
app.Run(subscribers.ServeAsync);
await app.StartAsync();
using var acknowledged = new Acknowledgements();
var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
using var console = new PeerConsole(new FeedLoop(subscribers, acknowledged));
await console.RunAsync(new Uri(address).Port, acknowledged.Port);
