using System.Collections.Immutable;
using System.Globalization;
using Realtime.Local.Networks;
using Realtime.Testing;

namespace Realtime.Local;

/// <summary>A cluster on loopback: PostgreSQL, lighthouses, nodes and a proxy in front, all real processes, all ended when it is disposed.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly ClusterPlan _plan;
    private readonly string _seeds;
    private int _places;
    private ImmutableArray<Member> _nodes = [];

    private LocalCluster(ClusterPlan plan, Network? network, PostgresServer store)
    {
        (_plan, Network, Store) = (plan, network, store);
        Lighthouses = [.. Enumerable.Range(1, plan.Lighthouses).Select(i => new Member($"lighthouse-{i}", ["lighthouse"], BuiltProgram.Lighthouse, plan.OutputFolder, NextPlace(), LighthouseStart))];
        _seeds = string.Join(',', Lighthouses.Select(l => l.Cluster.ToString()));
        Proxy = new TcpProxy(() => [.. _nodes.Where(n => n.IsRunning && n.Roles.Contains("edge")).Select(n => n.Http)]);
        // A run that is cut short leaves nothing behind.
        AppDomain.CurrentDomain.ProcessExit += KillAll;
    }

    /// <summary>What members can be cut off with; null: the plan did not separate them.</summary>
    public Network? Network { get; }

    /// <summary>What the nodes poll.</summary>
    public PostgresServer Store { get; }

    /// <summary>PostgreSQL's log of statements, one JSON object a line; there when the plan asked for it.</summary>
    public string StatementLog => StoreServer.LogFile(Store);

    /// <summary>One address for all nodes that hold sockets.</summary>
    public TcpProxy Proxy { get; }

    /// <summary>The seeds, in their order.</summary>
    public ImmutableArray<Member> Lighthouses { get; }

    /// <summary>The nodes, also those that do not run.</summary>
    public ImmutableArray<Member> Nodes => _nodes;

    /// <summary>Where everything is kept.</summary>
    public string OutputFolder => _plan.OutputFolder;

    /// <summary>The node that hosts the coordinator of shards: the oldest that holds topics.</summary>
    public Member Coordinator => _nodes.Where(n => n.IsRunning && n.Roles.Contains("topic")).MinBy(n => n.Age) ?? throw new InvalidOperationException("no topic node runs");

    /// <summary>Starts all of it and waits until every member is up.</summary>
    /// <param name="plan">What to start.</param>
    /// <param name="stop">Gives up in between, and ends what was started.</param>
    public static async Task<LocalCluster> StartAsync(ClusterPlan plan, CancellationToken stop = default)
    {
        Directory.CreateDirectory(plan.OutputFolder);
        var cluster = await BeginAsync(plan);
        try
        {
            foreach (var lighthouse in cluster.Lighthouses) lighthouse.Start();
            for (var i = 0; i < plan.Nodes.Length; i++)
            {
                // One after the other, so that it is known who is older; the first tries its seeds while they start.
                await cluster.AddNode(string.Create(CultureInfo.InvariantCulture, $"node-{i + 1}"), plan.Nodes[i], i == 0 ? plan.FirstNodeSettings : []).ReadyAsync().WaitAsync(stop);
            }

            await cluster.UpAsync(plan.Lighthouses + plan.Nodes.Length);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more node and waits for nothing.</summary>
    public Member AddNode(string name, IReadOnlyList<string> roles, params IReadOnlyList<string> settings)
    {
        var node = new Member(name, roles, BuiltProgram.Node, OutputFolder, NextPlace(), NodeStart) { Settings = settings };
        _nodes = _nodes.Add(node);
        node.Start();
        return node;
    }

    /// <summary>Ends a node for good.</summary>
    public async Task RemoveAsync(Member node)
    {
        _nodes = _nodes.Remove(node);
        await node.DisposeAsync();
    }

    /// <summary>Waits until the cluster has exactly so many members, all of them up and reachable, as every lighthouse that runs sees it.</summary>
    public Task UpAsync(int members) => Eventually.HoldsAsync(
        async () =>
        {
            var wanted = string.Create(CultureInfo.InvariantCulture, $"members: {members}\nup: {members}\nunreachable: 0\n");
            foreach (var lighthouse in Lighthouses.Where(l => l.IsRunning))
            {
                if (!(await lighthouse.TextAsync("/health/ready")).EndsWith(wanted, StringComparison.Ordinal)) return false;
            }

            return true;
        },
        $"the cluster has {members} members, all up",
        TimeSpan.FromSeconds(60));

    /// <summary>Ends everything, the store last.</summary>
    public async ValueTask DisposeAsync()
    {
        // The proxy first: browsers see their connections end, and nobody comes back in the middle of it.
        await Proxy.DisposeAsync();
        await Task.WhenAll(_nodes.Select(n => n.DisposeAsync().AsTask()));
        await Task.WhenAll(Lighthouses.Select(n => n.DisposeAsync().AsTask()));
        await Store.DisposeAsync();
        Network?.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= KillAll;
    }

    private static async Task<LocalCluster> BeginAsync(ClusterPlan plan)
    {
        var network = plan.Separate ? Network.Create(plan.Lighthouses + plan.Nodes.Length) : null;
        try
        {
            return new LocalCluster(plan, network, await StoreServer.StartAsync(plan.LogStatements, network));
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }

    private Place NextPlace() => Network is null ? Place.Loopback : Network.Places[_places++];

    private (IEnumerable<string>, IReadOnlyDictionary<string, string>) LighthouseStart(Member member) => ([], new Dictionary<string, string>(Tls(member).Select(file => KeyValuePair.Create("CLUSTER_TLS_" + file.Key.ToUpperInvariant(), file.Value)))
    {
        ["CLUSTER_IP"] = member.Place.Back.ToString(),
        ["CLUSTER_PORT"] = member.ClusterPort.ToString(CultureInfo.InvariantCulture),
        ["CLUSTER_SEEDS"] = _seeds,
        ["HEALTH_ADDRESS"] = member.Place.Front.ToString(),
        ["OPERATIONS_PORT"] = member.OperationsPort.ToString(CultureInfo.InvariantCulture),
        ["HEALTH_PORT"] = member.HttpPort.ToString(CultureInfo.InvariantCulture),
    });

    private (IEnumerable<string>, IReadOnlyDictionary<string, string>) NodeStart(Member member)
    {
        string[] settings =
        [
            $"urls=http://{member.Http}",
            "Realtime:Store=postgres",
            $"Realtime:Cluster:Hostname={member.Place.Back}",
            // Its namespace is reached from this machine alone.
            .. Network is null ? Array.Empty<string>() : ["Realtime:Auth:AllowAnonymous=true"],
            $"Realtime:Cluster:Port={member.ClusterPort}",
            $"Realtime:Operations:Port={member.OperationsPort}",
            $"Realtime:Cluster:Seeds={_seeds}",
            $"Realtime:Cluster:Roles={string.Join(',', member.Roles)}",
            .. Tls(member).Select(file => $"Realtime:Cluster:Tls:{file.Key}={file.Value}"),
            .. _plan.Settings,
            .. member.Settings,
        ];
        // A password may stand in it: not on a command line that everybody can list.
        var environment = new Dictionary<string, string> { ["ConnectionStrings__Store"] = StoreServer.ConnectionString(Store, member.Name, Network) };
        return (settings.Select(setting => "--" + setting), environment);
    }

    private IReadOnlyDictionary<string, string> Tls(Member member) => _plan.Tls?.Invoke(member.Name) ?? new Dictionary<string, string>();

    private void KillAll(object? sender, EventArgs e)
    {
        foreach (var member in Lighthouses.Concat(_nodes)) member.KillNow();
    }
}
