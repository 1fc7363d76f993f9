using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Operators;

/// <summary>What scenarios of operators share: commands as text and as JSON, asked at any member.</summary>
public abstract class OperatorScenario(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    /// <summary>Any member answers for all; this one is asked.</summary>
    protected Member Asked => Cluster.Nodes[0];

    /// <summary>A member's address as commands write it.</summary>
    protected static string Address(Member member) => string.Create(CultureInfo.InvariantCulture, $"akka.tcp://realtime@{member.Cluster}");

    /// <summary>Runs a command that must end well.</summary>
    protected async Task<IReadOnlyList<string>> TextAsync(string command, int exit = 0)
    {
        var answer = await Pbm.RunAsync(Asked, command);
        Say($"pbm {command}{Environment.NewLine}{answer}");
        Assert.True(answer.Exit == exit, $"pbm {command}: {answer}");
        return answer.Lines;
    }

    /// <summary>The rows of a command's JSON.</summary>
    protected async Task<JsonArray> RowsAsync(string command, int exit = 0) => JsonNode.Parse(Assert.Single(await TextAsync(command + " --json", exit)))!.AsArray();

    /// <summary>The object that is a command's JSON.</summary>
    protected async Task<JsonObject> ObjectAsync(string command) => JsonNode.Parse(Assert.Single(await TextAsync(command + " --json")))!.AsObject();

    /// <summary>Some topics, each watched at the first two nodes and polled.</summary>
    protected async Task<string[]> WatchedTopicsAsync(int count)
    {
        var topics = NewTopics(count);
        Watch(Cluster.Nodes[0], topics);
        Watch(Cluster.Nodes[1], topics);
        await LiveAsync(Watchers, default);
        return topics;
    }

    /// <summary>Asks until the rows are as they should be: what members tell each other takes a moment.</summary>
    protected async Task<JsonArray> RowsUntilAsync(string command, Func<JsonArray, bool> good)
    {
        JsonArray rows = [];
        await Eventually.HoldsAsync(async () => good(rows = await RowsAsync(command)), $"pbm {command} shows it", TimeSpan.FromSeconds(60));
        return rows;
    }

    /// <summary>A field of a row as text.</summary>
    protected static string Field(JsonNode? row, string name) => row?[name]?.ToString() ?? "";

    /// <summary>Where a topic runs, as the members say.</summary>
    protected async Task<Member> OwnerAsync(string topic)
    {
        var address = Field(await ObjectAsync($"topic show -t {topic}"), "node");
        return Cluster.Nodes.Single(n => Address(n) == address);
    }
}
