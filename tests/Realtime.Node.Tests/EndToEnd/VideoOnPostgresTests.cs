using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>The video pack on PostgreSQL.</summary>
[Collection(PostgresWorldCollection.Name)]
public sealed class VideoOnPostgresTests(PostgresWorld world)
{
    [PostgresFact]
    public async Task The_demo_fills_the_store_with_numbers_that_live()
    {
        var database = await (await world.ServerAsync()).CreateDatabase("demo");
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(database, "video", "Realtime:Demo=true"));
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("acme");
        foreach (var dataSet in DemoNode.DataSets)
        {
            var first = await client.FrameAsync("acme", dataSet, m => m.IsSnapshot, "snapshot");
            Assert.NotEqual(0, first.Rows);
            var moved = await client.FrameAsync("acme", dataSet, m => m.IsSnapshot && Rows(m) != Rows(first), "other numbers", first.Place);
            Assert.True(moved.Seq > first.Seq && moved.State == "live", moved.Text);
        }
    }

    [PostgresFact]
    public async Task A_store_without_the_schema_is_told_and_lives_once_it_is_there()
    {
        var database = await (await world.ServerAsync()).CreateDatabase("bare");
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(database, "video"));
        await Eventually.HoldsAsync(() => node.Says("was the pack's schema file run in this database?"), "the log says what is missing");
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("acme");
        foreach (var dataSet in DemoNode.DataSets)
        {
            // A busy machine may make the store look away for a moment before it refuses.
            var failing = await client.FrameAsync("acme", dataSet, m => m.State == "failing" && m.Reason!.StartsWith("statement failed (error ", StringComparison.Ordinal), "refused");
            Assert.DoesNotContain("watermark", failing.Text);
        }

        await PostgresServer.ExecuteAsync(database, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "datasets", "video", "schema.postgres.sql")));
        foreach (var dataSet in DemoNode.DataSets) await client.FrameAsync("acme", dataSet, m => m.IsSnapshot && m.State == "live", "live");
    }

    private static string Rows(PhoenixMessage snapshot) => snapshot.Payload.GetProperty("rows").GetRawText();
}
