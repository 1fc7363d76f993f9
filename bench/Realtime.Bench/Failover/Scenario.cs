using Realtime.Bench.Results;
using Realtime.Local;
using Realtime.Local.Watching;

namespace Realtime.Bench.Failover;

/// <summary>One way in which a cluster loses something, and the numbers that say what it costs.</summary>
internal abstract class Scenario
{
    /// <summary>What must never happen to a watcher, in any scenario.</summary>
    public static readonly Measure Faults = new("seq that did not grow, joins refused", "", 0);

    /// <summary>The product's default distance of two polls.</summary>
    protected static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How many topics are watched: a third of them on each node.</summary>
    protected const int Topics = 60;

    /// <summary>Far more than anything takes: who waits longer has lost.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What it is asked for by.</summary>
    public abstract string Name { get; }

    /// <summary>What happens in it.</summary>
    public abstract string Says { get; }

    /// <summary>Two lighthouses, three nodes, PostgreSQL with a log of every statement.</summary>
    public virtual ClusterPlan Plan => new()
    {
        Settings = [$"Realtime:Interval={Interval:c}", MovingAndStill.Setting],
        LogStatements = true,
        OutputFolder = Path.Combine(AppContext.BaseDirectory, "output", Name),
    };

    /// <summary>Its own measures and those of all scenarios.</summary>
    public IEnumerable<Measure> AllMeasures => Measures.Append(Faults);

    /// <summary>What it measures, in the order of the table.</summary>
    protected abstract IReadOnlyList<Measure> Measures { get; }

    /// <summary>Does it once, on a cluster that is whole.</summary>
    public abstract Task RunAsync(Trial trial);
}
