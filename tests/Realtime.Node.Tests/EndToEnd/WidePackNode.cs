using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>A node with one data set whose result is half a megabyte and another one at each beat, and little room for slow clients.</summary>
public sealed class WidePackNode : IAsyncLifetime
{
    /// <summary>The data set.</summary>
    public const string DataSet = "wide";

    /// <summary>Rows of its result, each of about a kilobyte.</summary>
    public const int Rows = 500;

    private readonly string _folder = Directory.CreateTempSubdirectory("realtime-wide-").FullName;

    /// <summary>The node.</summary>
    public NodeProcess Process { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "pack.json"), """{"dataSets": [{"name": "wide", "kind": "table", "key": ["id"]}]}""");
        await File.WriteAllTextAsync(Path.Combine(_folder, "wide.sql"), $"""
            select k as topic, cast(i as integer) as id, repeat(md5(concat(k, i, random())), 32) as text
            from unnest($1) as t (k), range({Rows}) as r (i)
            """);
        Process = await NodeProcess.StartAsync(
            $"Realtime:Pack={_folder}", Beats.Setting, "Realtime:Limits:StuckTimeout=00:00:12", "Realtime:Limits:OutboxBytes=1000000", "Realtime:Limits:OutboxBytesPerNode=4000000");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
