using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Realtime.Bench.Feed;
using Realtime.Bench.SignalR;

// A hub whose clients are all in one group: json or messagepack, SignalR's own settings otherwise.
var binary = args is ["messagepack"];
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var signalR = builder.Services.AddSignalR();
if (binary) signalR.AddMessagePackProtocol();
await using var app = builder.Build();
app.MapHub<GroupHub>("/hub");
await app.StartAsync();
using var acknowledged = new Acknowledgements();
var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
var group = new GroupBroadcaster(app.Services.GetRequiredService<IHubContext<GroupHub>>(), binary);
using var console = new PeerConsole(new FeedLoop(group, acknowledged));
await console.RunAsync(new Uri(address).Port, acknowledged.Port);
