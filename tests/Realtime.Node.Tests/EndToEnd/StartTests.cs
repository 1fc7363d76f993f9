using System.Net;
using System.Net.Sockets;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>How a node starts, and how it tells why it does not.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("realtime-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_start_lists_every_wrong_setting()
    {
        var told = await RefusedAsync(
            "Realtime:Store=oracle", "Realtime:Interval=00:00:00.1", "Realtime:Linger=5", "Realtime:Pack=vidoe", "Realtime:Pol=1",
            "Realtime:Polling:Batch=1", "Realtime:Polling:Phases=65", "Realtime:Polling:HiddenFactor=0", "Realtime:Polling:Timeout=00:00:05", "Realtime:Demo=yes",
            "Realtime:Topics:MaxPerConnection=0", "Realtime:History:Ticks=-1", "Realtime:History:BytesPerNode=1000", "Realtime:Limits:IdleTimeout=1d", "Realtime:Limits:StuckTimeout=00:05:00", "Realtime:Limits:OutboxBytesPerNode=1000000", "Realtime:Cluster:Hostname=node-1.example", "Realtime:Cluster:Roles=edge,boss",
            "Realtime:Operations:Metrics=often", "Realtime:Operations:TraceRatio=1.5", "OTEL_EXPORTER_OTLP_ENDPOINT=collector",
            "urls=http://0.0.0.0:4000;localhost:5");
        foreach (var fault in (string[])
        [
            "Realtime:Store = 'oracle': expected one of duckdb, postgres",
            "Realtime:Interval = '00:00:00.1': expected a time hh:mm:ss from 00:00:00.2000000 to 01:00:00",
            "Realtime:Linger = '5': expected a time hh:mm:ss",
            "there is no pack 'vidoe'; ",
            "has: postgres, video",
            "Realtime:Pol = '1': there is no such setting; there are Realtime:Auth:Algorithms, ",
            "Realtime:Polling:Batch = '1': there is no such setting",
            "Realtime:Polling:Phases = '65': expected a whole number from 1 to 64",
            "Realtime:Polling:HiddenFactor = '0': expected a whole number from 1 to 60",
            "Realtime:Polling:Timeout = '00:00:05': expected less than Realtime:Interval, which is 00:00:05",
            "Realtime:Demo = 'yes': expected true or false",
            "Realtime:Topics:MaxPerConnection = '0': expected a whole number from 1 to 10000",
            "Realtime:History:Ticks = '-1': expected a whole number from 0 to 10000",
            "Realtime:History:BytesPerTopic = '262144': expected at most Realtime:History:BytesPerNode, which is 1000",
            "Realtime:Limits:IdleTimeout = '1d': expected a time",
            "Realtime:Limits:StuckTimeout = '00:05:00': expected a time hh:mm:ss from 00:00:01 to 00:04:00",
            "Realtime:Limits:OutboxBytesPerNode = '1000000': expected at least Realtime:Limits:OutboxBytes, which is 4194304",
            "Realtime:Cluster:Seeds is empty while Realtime:Cluster:Hostname is 'node-1.example'",
            "Realtime:Cluster:Roles holds 'boss'",
            "Realtime:Operations:Metrics = 'often': expected true or false",
            "Realtime:Operations:TraceRatio = '1.5': expected a number from 0 to 1",
            "OTEL_EXPORTER_OTLP_ENDPOINT = 'collector': expected where a collector takes OTLP",
            "urls holds 'http://0.0.0.0:4000', which other machines can reach",
            "urls holds 'localhost:5': expected such as http://localhost:4000",
        ])
        {
            Assert.True(told.Contains(fault, StringComparison.Ordinal), $"not told: {fault}{Environment.NewLine}{told}");
        }

        Assert.Equal(23, told.Split('\n').Count(line => line.StartsWith("  - ", StringComparison.Ordinal)));
        Assert.StartsWith("Realtime does not start: 23 faults in its settings.", told);
    }

    [Theory]
    [InlineData("ConnectionStrings:Store is not set", "Realtime:Store=postgres", "Realtime:Pack=postgres")]
    [InlineData("Realtime:Cluster:Seeds is set with Realtime:Store = 'duckdb'", "Realtime:Cluster:Seeds=127.0.0.1:5000")]
    [InlineData("Realtime:Cluster:Seeds holds 'nowhere': expected host:port", "Realtime:Store=postgres", "ConnectionStrings:Store=Host=127.0.0.1", "Realtime:Cluster:Seeds=nowhere")]
    [InlineData("Realtime:Demo = 'true': the simulated viewers write the tables of pack video", "Realtime:Store=postgres", "ConnectionStrings:Store=Host=127.0.0.1", "Realtime:Pack=postgres", "Realtime:Demo=true")]
    [InlineData("has no SQL for duckdb", "Realtime:Pack=postgres")]
    [InlineData("there is no folder /no/where", "Realtime:Pack=/no/where/")]
    [InlineData("ConnectionStrings:Store", "Realtime:Store=postgres", "Realtime:Pack=postgres", "ConnectionStrings:Store=Hst=127.0.0.1")]
    [InlineData("ConnectionStrings:Store", "Realtime:Store=postgres", "Realtime:Pack=postgres", "ConnectionStrings:Store=Username=me")]
    [InlineData("ConnectionStrings:Store", "Realtime:Store=postgres", "Realtime:Pack=postgres", "ConnectionStrings:Store=nonsense")]
    [InlineData("ConnectionStrings:Store", "ConnectionStrings:Store=/no/where/to.be")]
    [InlineData("Realtime:Operations:TraceRatio = '0.5': expected OTEL_EXPORTER_OTLP_ENDPOINT as well", "Realtime:Operations:TraceRatio=0.5")]
    public async Task A_start_that_cannot_work_is_refused(string fault, params string[] settings) =>
        Assert.Contains(fault, await RefusedAsync(settings));

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_not_repeated()
    {
        var told = await RefusedAsync("Realtime:Store=postgres", "Realtime:Pack=postgres", "ConnectionStrings:Store=Host=127.0.0.1;Pasword=hunter2");
        Assert.DoesNotContain("hunter2", told);
    }

    [Fact]
    public async Task A_wrong_pack_lists_its_faults()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "pack.json"), """
            {"dataSets": [
              {"name": "a", "kind": "pie", "key": ["x"]},
              {"name": "b", "kind": "table", "key": ["x"]},
              {"name": "phx_c", "kind": "table", "key": ["x"]}
            ]}
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.sql"), "select 1");
        var told = await RefusedAsync($"Realtime:Pack={_folder}", "Realtime:Demo=false");
        foreach (var fault in (string[])["is of kind 'pie'", "never mentions $1", "data set 'b' has no SQL for duckdb", "phx_"]) Assert.Contains(fault, told);
    }

    [Fact]
    public async Task A_port_in_use_is_told_and_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var told = await RefusedAsync($"urls={url}");
        Assert.Contains($"urls = '{url}'", told);
        Assert.Contains("address already in use", told);
        Assert.DoesNotContain("Unhandled exception", told);
    }

    [Fact]
    public async Task Settings_come_from_the_environment_too()
    {
        await using var node = NodeProcess.StartNow(environment: new Dictionary<string, string>
        {
            ["Realtime__Interval"] = "00:00:00.5",
            ["Realtime__Topics__MaxPerConnection"] = "1",
        });
        await node.ReadyAsync();
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("acme");
        var first = await client.FrameAsync("acme", "startup_time", _ => true, "first frame");
        var second = await client.FrameAsync("acme", "startup_time", m => m.Seq > first.Seq, "second frame");
        Assert.Equal(500, second.Payload.GetProperty("next_due").GetInt64() - second.Seq);
        await client.PushAsync("realtime:globex", "phx_join", "2", "2");
        Assert.Contains("too many channels joined", (await client.ReplyAsync("realtime:globex", "2")).Text);
    }

    [Fact]
    public async Task A_public_listener_that_was_asked_for_starts_and_warns()
    {
        var port = FreePort.Next();
        await using var node = NodeProcess.StartNow(port, settings: [$"urls=http://*:{port}", "Realtime:Auth:AllowAnonymous=true"]);
        await node.ReadyAsync();
        Assert.True(node.Says($"Anybody who reaches http://*:{port} may watch every topic"), node.Told());
    }

    /// <summary>What a start told that was refused.</summary>
    private static async Task<string> RefusedAsync(params string[] settings)
    {
        await using var node = NodeProcess.StartNow(settings: settings);
        var code = await node.EndedAsync();
        Assert.True(code == 2, $"ended with {code}:{Environment.NewLine}{node.Told()}");
        return node.Told();
    }
}
