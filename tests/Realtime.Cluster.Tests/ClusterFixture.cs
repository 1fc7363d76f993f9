using Realtime.Local;
using Realtime.Local.Polls;
using Realtime.Local.Watching;

namespace Realtime.Cluster.Tests;

/// <summary>One cluster for all scenarios, mended between them.</summary>
public class ClusterFixture : IAsyncLifetime
{
    /// <summary>Distance of two polls in all scenarios.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>What the cluster of most scenarios is made of.</summary>
    protected static readonly ClusterPlan Whole = new()
    {
        Settings =
        [
            $"Realtime:Interval={Interval:c}",
            MovingAndStill.Setting,
            "Logging:LogLevel:Akka.Actor.ActorSystem=Information",
        ],
        LogStatements = true,
        OutputFolder = Path.Combine(AppContext.BaseDirectory, "output"),
    };

    private readonly MendedCluster _mended;

    /// <summary>The cluster of most scenarios.</summary>
    public ClusterFixture()
        : this(Whole)
    {
    }

    /// <summary>Another one.</summary>
    protected ClusterFixture(ClusterPlan plan) => _mended = new MendedCluster(plan);

    /// <summary>The cluster; whole after <see cref="RepairAsync"/>.</summary>
    public LocalCluster Cluster => _mended.Cluster;

    /// <summary>What its store was asked.</summary>
    public StoreLog Log => _mended.Log;

    /// <summary>Nothing yet: a machine without PostgreSQL skips every scenario.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Makes it whole, or starts it.</summary>
    public Task RepairAsync() => _mended.RepairAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => _mended.DisposeAsync().AsTask();
}

/// <summary>Scenarios that share the cluster, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterScenarios : ICollectionFixture<ClusterFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "cluster";
}
