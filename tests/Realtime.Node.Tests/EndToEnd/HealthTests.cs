using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What a node says of itself to whoever starts it and sends browsers to it.</summary>
[Collection(PostgresWorldCollection.Name)]
public sealed class HealthTests(FaultyPackNode faulty) : IClassFixture<FaultyPackNode>
{
    private const string Time = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ";

    [PostgresFact]
    public async Task A_store_that_is_away_degrades_a_node_which_says_since_when_and_stays_ready()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(server.ConnectionString, "postgres"));
        await using var watcher = await PhoenixClient.ConnectAsync(node);
        await watcher.JoinAsync("postgres");
        await watcher.FrameAsync("postgres", "throughput", m => m.State == "live", "live");
        Assert.Equal((HttpStatusCode.OK, "Healthy\n"), await TellAsync(node, "ready"));

        await server.StopAsync();
        await Eventually.HoldsAsync(async () => (await TellAsync(node, "ready")).Body.StartsWith("Degraded\n", StringComparison.Ordinal), "degraded");
        var (status, body) = await TellAsync(node, "ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches($@"^Degraded\nstore: does not answer, no data set can be polled since {Time} \(store unavailable; last tried {Time}\)\n$", body);
        Assert.DoesNotContain("127.0.0.1", body);
        foreach (var path in (string[])["live", "startup"]) Assert.Equal((HttpStatusCode.OK, "Healthy\n"), await TellAsync(node, path));

        // Who asks for JSON gets the same as JSON.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/ready", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await node.Http.SendAsync(request);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Degraded", json.RootElement.GetProperty("status").GetString());
        Assert.StartsWith("store: does not answer", Assert.Single(json.RootElement.GetProperty("reasons").EnumerateArray()).GetString());

        await server.StartAsync();
        await Eventually.HoldsAsync(async () => await TellAsync(node, "ready") == (HttpStatusCode.OK, "Healthy\n"), "healthy again");
    }

    [PostgresFact]
    public async Task Where_nobody_watches_a_list_of_topics_that_comes_shows_that_the_store_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(server.ConnectionString, "postgres"));
        Assert.StartsWith("Degraded\nstore: does not answer", (await TellAsync(node, "ready")).Body);
        await server.StartAsync();
        await Eventually.HoldsAsync(async () => await node.StatusAsync("/api/topics") == HttpStatusCode.OK, "topics");
        Assert.Equal((HttpStatusCode.OK, "Healthy\n"), await TellAsync(node, "ready"));
    }

    [PostgresFact]
    public async Task A_data_set_that_fails_by_itself_is_named_without_the_stores_words()
    {
        var (status, body) = await TellAsync(await faulty.NodeAsync(), "ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches($@"(?m)^store: data set statement_age fails since {Time} \(statement failed \(error [0-9a-f]{{8}}\); last tried {Time}\)$", body);
        Assert.DoesNotContain("throughput", body);
        Assert.DoesNotContain("no_such_column", body);
    }

    [Fact]
    public async Task A_node_that_still_tries_its_data_sets_has_not_started_and_one_that_tried_in_vain_has()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var store = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=postgres";
        await using var node = NodeProcess.StartNow(settings: PostgresWorld.Settings(store, "postgres"));
        await Eventually.HoldsAsync(async () => await node.StatusAsync("/health/live") == HttpStatusCode.OK, "live");
        foreach (var path in (string[])["ready", "startup"]) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await TellAsync(node, path)).Status);
        await Eventually.HoldsAsync(async () => (await TellAsync(node, "startup")).Body == "Unhealthy\nstartup: its data sets are still being tried\n", "it says what it waits for");
        await Eventually.HoldsAsync(async () => await TellAsync(node, "startup") == (HttpStatusCode.OK, "Healthy\n"), "started");
        await node.ReadyAsync();
        Assert.StartsWith("Degraded\n", (await TellAsync(node, "ready")).Body);
    }

    [Fact]
    public async Task A_node_that_no_seed_answers_lives_and_has_not_started()
    {
        await using var node = NodeProcess.StartNow(settings:
            [.. PostgresWorld.Settings($"Host=127.0.0.1;Port={FreePort.Next()};Username=postgres", "postgres"), $"Realtime:Cluster:Seeds=127.0.0.1:{FreePort.Next()}"]);
        await Eventually.HoldsAsync(async () => await node.StatusAsync("/health/live") == HttpStatusCode.OK, "live");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy\nstartup: the node has not joined the cluster\n"), await TellAsync(node, "startup"));
        var ready = await TellAsync(node, "ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Contains("membership: member is ", ready.Body);
    }

    private static async Task<(HttpStatusCode Status, string Body)> TellAsync(NodeProcess node, string path)
    {
        using var response = await node.Http.GetAsync(new Uri($"/health/{path}", UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
