using System.Net;
using Realtime.Local;
using Realtime.Local.Watching;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Operators;

/// <summary>The example of a proxy in front: sockets pass, and a node that drains is not noticed by those who watch through it.</summary>
public sealed class NginxTests(ClusterFixture fixture, ITestOutputHelper output) : OperatorScenario(fixture, output)
{
    [NginxFact]
    public async Task Sockets_pass_through_nginx_and_go_elsewhere_when_their_node_drains()
    {
        await using var nginx = await Nginx.StartAsync(Cluster.Nodes);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{nginx.Port}") };
        Assert.Contains("<title>", await http.GetStringAsync(new Uri("/?topic=acme", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);

        var topics = NewTopics(10);
        for (var i = 0; i < 9; i++) WatchAt(new IPEndPoint(IPAddress.Loopback, nginx.Port), "nginx", topics);
        await LiveAsync(Watchers, default);
        var drained = Cluster.Nodes[1];
        // Spread by nginx: each node has its share, and the one that drains has some to send away.
        Assert.True((await RowsAsync("connections list")).Count(row => Field(row, "node") == Address(drained)) >= 2);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        await TextAsync($"node drain -a {Address(drained)}");
        Assert.Equal(0, await drained.EndedAsync());
        await BeatsAsync(Watchers, 2);
        Say($"closes: {string.Join(", ", Watchers.SelectMany(w => w.Record.Closes).CountBy(c => c.Code))}");
        Assert.All(Watchers.SelectMany(w => w.Record.Closes), c => Assert.Equal(1012, c.Code));
        None("missed beats", Log.Missed(topics, settled));
        WatchersAreContent();
    }
}
