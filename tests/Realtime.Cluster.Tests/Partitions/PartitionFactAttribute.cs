using Realtime.Local.Networks;
using Realtime.Testing;

namespace Realtime.Cluster.Tests.Partitions;

/// <summary>A test that cuts members off: skipped, with the reason, where there is no PostgreSQL or no network namespaces can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PartitionFactAttribute : PostgresFactAttribute
{
    /// <summary>Decides whether to skip.</summary>
    public PartitionFactAttribute() => Skip ??= Network.Missing;
}
