using Realtime.Local;
using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>A cluster of its own whose nodes prove themselves to each other, and a node that somebody else vouches for.</summary>
[Collection(ClusterScenarios.Name)]
public sealed class TlsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan TriesWithin = TimeSpan.FromSeconds(60);

    private readonly CertificateFolder _files = new();

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    /// <summary>The node with sockets holds no topics, so every frame has crossed the encrypted connection.</summary>
    [PostgresFact]
    public async Task Frames_cross_from_one_node_to_the_other_and_a_node_with_a_strangers_certificate_is_refused_by_name()
    {
        await using var cluster = await LocalCluster.StartAsync(new ClusterPlan
        {
            Lighthouses = 1,
            Nodes = [["edge"], ["topic"]],
            Settings = ["Realtime:Interval=00:00:01", MovingAndStill.Setting],
            Tls = FilesOf,
            OutputFolder = Path.Combine(AppContext.BaseDirectory, "output-tls"),
        });
        await using var audience = new Audience(cluster);
        var watcher = audience.Watch(cluster.Nodes[0], Audience.NewTopics(3));
        await Audience.LiveAsync([watcher], default);
        await Audience.BeatsAsync([watcher], 2);
        Assert.Empty(watcher.Record.Faults);

        var stranger = cluster.AddNode("stranger", ClusterPlan.Both);
        await Eventually.HoldsAsync(() => Told(cluster.Lighthouses[0]).Contains("'CN=stranger', signed by 'CN=elsewhere'", StringComparison.Ordinal), "the stranger is refused by name", TriesWithin);
        output.WriteLine(Told(cluster.Lighthouses[0]).Split('\n').First(line => line.Contains("CN=stranger", StringComparison.Ordinal)));
        Assert.NotEqual(System.Net.HttpStatusCode.OK, await stranger.StatusAsync("/health/ready"));
        await stranger.KillAsync();
        await cluster.UpAsync(3);
        await Audience.BeatsAsync([watcher], 1);
        Assert.All(cluster.Lighthouses.Concat(cluster.Nodes.Take(2)), m => Assert.DoesNotContain($":{stranger.ClusterPort}] is JOINING", Told(m), StringComparison.Ordinal));
        Assert.All(cluster.Nodes.Take(2), m => Assert.DoesNotContain("[2005]", Told(m), StringComparison.Ordinal));
    }

    private Dictionary<string, string> FilesOf(string member)
    {
        var isStranger = member == "stranger";
        _files.Sign(member, isStranger ? "elsewhere" : "cluster");
        var authority = _files.Authority("cluster");
        if (isStranger)
        {
            // It believes the cluster, so that the cluster alone refuses it.
            var both = _files["both.pem"];
            File.WriteAllText(both, File.ReadAllText(authority) + "\n" + File.ReadAllText(_files.Authority("elsewhere")));
            authority = both;
        }

        return new() { ["Certificate"] = _files[$"{member}.pem"], ["CertificateKey"] = _files[$"{member}-key.pem"], ["Authority"] = authority };
    }

    private static string Told(Member member)
    {
        using var file = new FileStream(member.OutputFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
