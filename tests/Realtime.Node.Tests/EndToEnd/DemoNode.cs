using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>One node with the demo in DuckDB for all tests that harm no one.</summary>
public sealed class DemoNode : IAsyncLifetime
{
    /// <summary>The data sets of pack video, in its order.</summary>
    public static readonly string[] DataSets = ["concurrent_viewers_by_country", "time_series", "startup_time", "top_concurrent_video_title"];

    /// <summary>The node.</summary>
    public NodeProcess Process { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Process = await NodeProcess.StartAsync("Realtime:Interval=00:00:01");

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Process.DisposeAsync();
}

/// <summary>Tests that share that node.</summary>
[CollectionDefinition(Name)]
public sealed class DemoNodeCollection : ICollectionFixture<DemoNode>
{
    /// <summary>Its name.</summary>
    public const string Name = "demo node";
}
