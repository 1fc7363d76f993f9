using Realtime.Local.Polls;
using Realtime.Local;

namespace Realtime.Cluster.Tests;

/// <summary>One cluster for all scenarios, mended between them: whatever a scenario broke is whole again before the next begins.</summary>
public class ClusterFixture : IAsyncLifetime
{
    /// <summary>Distance of two polls in all scenarios.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AnswersSoon = TimeSpan.FromSeconds(10);

    private LocalCluster? _cluster;
    private StoreLog? _log;

    /// <summary>What the cluster is made of.</summary>
    protected virtual ClusterPlan Plan { get; } = new()
    {
        Settings =
        [
            $"Realtime:Interval={Interval:c}",
            $"Realtime:Pack={Path.Combine(AppContext.BaseDirectory, "pack")}",
            "Logging:LogLevel:Akka.Actor.ActorSystem=Information",
        ],
        LogStatements = true,
        OutputFolder = Path.Combine(AppContext.BaseDirectory, "output"),
    };

    /// <summary>The cluster; whole after <see cref="RepairAsync"/>.</summary>
    public LocalCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    /// <summary>What its store was asked.</summary>
    public StoreLog Log => _log ?? throw new InvalidOperationException("not started");

    /// <summary>Nothing yet: a machine without PostgreSQL skips every scenario.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Starts the cluster, or makes it what it was at its start: all members run, with their own settings, and no others.</summary>
    public async Task RepairAsync()
    {
        if (_cluster is not null)
        {
            try
            {
                await MendAsync(_cluster);
                return;
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException or OperationCanceledException)
            {
                // Beyond repair: a fresh one, so that one scenario's wreck does not fail those after it.
                await _cluster.DisposeAsync();
                _cluster = null;
            }
        }

        _cluster = await LocalCluster.StartAsync(Plan);
        _log = new StoreLog(_cluster.StatementLog);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    private async Task MendAsync(LocalCluster cluster)
    {
        cluster.Network?.Heal();
        foreach (var extra in cluster.Nodes.Skip(Plan.Nodes.Length)) await cluster.RemoveAsync(extra);
        Member[] members = [.. cluster.Lighthouses, .. cluster.Nodes];
        foreach (var member in members)
        {
            member.Settings = [];
            if (member.IsRunning && member.StartedWith.Count > 0) await member.StopAsync();
            if (member.IsRunning && !await ReadySoonAsync(member)) await member.KillAsync();
        }

        // Nobody comes back before all know that he was gone.
        await cluster.UpAsync(members.Count(m => m.IsRunning));
        foreach (var member in members.Where(m => !m.IsRunning))
        {
            member.Start();
            await member.ReadyAsync();
        }

        await cluster.UpAsync(members.Length);
    }

    private static async Task<bool> ReadySoonAsync(Member member)
    {
        try
        {
            await member.ReadyAsync().WaitAsync(AnswersSoon);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Scenarios that share the cluster, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterScenarios : ICollectionFixture<ClusterFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "cluster";
}
