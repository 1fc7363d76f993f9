using Realtime.Local.Polls;

namespace Realtime.Local;

/// <summary>One cluster for many trials, mended between them: whatever one broke is whole again before the next begins.</summary>
/// <param name="plan">What it is made of when it is whole.</param>
public sealed class MendedCluster(ClusterPlan plan) : IAsyncDisposable
{
    private static readonly TimeSpan AnswersSoon = TimeSpan.FromSeconds(10);

    private LocalCluster? _cluster;
    private StoreLog? _log;

    /// <summary>The cluster; whole after <see cref="RepairAsync"/>.</summary>
    public LocalCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    /// <summary>What its store was asked; there when the plan asked for a log of statements.</summary>
    public StoreLog Log => _log ?? throw new InvalidOperationException("not started");

    /// <summary>Starts the cluster, or makes it what it was at its start: all members run, with their own settings, and no others.</summary>
    /// <param name="stop">Gives up in between: nothing is started afterwards.</param>
    public async Task RepairAsync(CancellationToken stop = default)
    {
        if (_cluster is not null)
        {
            try
            {
                await MendAsync(_cluster, stop);
                return;
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException or OperationCanceledException && !stop.IsCancellationRequested)
            {
                // Beyond repair: a fresh one, so that one trial's wreck does not fail those after it.
                await DisposeAsync();
            }
        }

        _cluster = await LocalCluster.StartAsync(plan, stop);
        _log = new StoreLog(_cluster.StatementLog);
    }

    /// <summary>Ends all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not { } cluster) return;
        _cluster = null;
        await cluster.DisposeAsync();
    }

    private async Task MendAsync(LocalCluster cluster, CancellationToken stop)
    {
        cluster.Network?.Heal();
        foreach (var extra in cluster.Nodes.Skip(plan.Nodes.Length)) await cluster.RemoveAsync(extra);
        Member[] members = [.. cluster.Lighthouses, .. cluster.Nodes];
        foreach (var member in members)
        {
            member.Settings = [];
            if (member.IsRunning && member.StartedWith.Count > 0) await member.StopAsync();
            if (member.IsRunning && !await ReadySoonAsync(member)) await member.KillAsync();
        }

        // Nobody comes back before all know that he was gone.
        await cluster.UpAsync(members.Count(m => m.IsRunning)).WaitAsync(stop);
        foreach (var member in members.Where(m => !m.IsRunning))
        {
            stop.ThrowIfCancellationRequested();
            member.Start();
            await member.ReadyAsync().WaitAsync(stop);
        }

        await cluster.UpAsync(members.Length).WaitAsync(stop);
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
