using Akka.Actor;
using Realtime.Actors;
using Realtime.Actors.Membership;
using Realtime.Node.Auth;
using Realtime.Node.Health;
using Realtime.Node.Hosting;
using Realtime.Node.Settings;
using Realtime.Node.Sockets;
using Realtime.Node.Topics;
using Realtime.Operations;

// Files of the node lie beside its executable, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var start = NodeStart.Read(builder.Configuration, out var faults);
if (start is null) return NodeStart.Refuse(faults);

// The page's files as the build left them, compressed; published they lie in wwwroot.
builder.WebHost.UseStaticWebAssets();
builder.WebHost.ConfigureKestrel(HttpLimits.Apply);
if (start.Settings.Actors.Cluster.IsEdge) builder.WebHost.ConfigureKestrel(kestrel => DirectHandshake.Use(kestrel, builder.Configuration));
builder.Services.AddNode(start);
builder.Services.AddOperations(start.Settings.Operations, builder.Configuration);
var app = builder.Build();

app.UseSecurityHeaders();
app.UseDefaultFiles();
app.UseRouting();
app.MapStaticAssets();
app.MapHealth();
if (start.Settings.ServesMetrics) app.MapPrometheusScrapingEndpoint();
app.MapGet("/api/topics", (TopicsEndpoint topics, HttpRequest request) => topics.GetAsync(request));
if (start.Settings.Actors.Cluster.IsEdge) SocketEndpoint.Map(app);

// After a start that failed the configuration is gone with the host.
var urls = app.Configuration["urls"] ?? "";
NodeLog.Starting(app.Logger, start.Pack.Name, string.Join(", ", start.Pack.DataSets.Select(d => d.Name)), start.Settings.Store.ToString(), start.Settings.Actors.Polling.Interval,
    start.Settings.Auth.Mode == AuthMode.Jwt ? "a token" : "no token");
if (start.Settings.Auth.Mode == AuthMode.None && Listeners.AnyPublic(app.Configuration)) NodeLog.AnonymousOnPublicListener(app.Logger, urls);

try
{
    var shutdown = CoordinatedShutdown.Get(app.Services.GetRequiredService<ActorSystem>());
    await app.RunAsync();
    return ExitCode.Of(shutdown);
}
catch (IOException e)
{
    // Kestrel's own words name the address and the cause: in use, not allowed, not there.
    return NodeStart.Refuse([$"urls = '{urls}' or Realtime:Operations:Port = '{start.Settings.Operations.Port}': {e.Message}"]);
}
