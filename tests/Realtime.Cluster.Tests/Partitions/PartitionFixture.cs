namespace Realtime.Cluster.Tests.Partitions;

/// <summary>A cluster whose members can be cut off from each other while browsers and the store still reach them.</summary>
public sealed class PartitionFixture() : ClusterFixture(Whole with { Separate = true, OutputFolder = Path.Combine(AppContext.BaseDirectory, "output-partition") });

/// <summary>Scenarios that share it, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PartitionScenarios : ICollectionFixture<PartitionFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "partition";
}
