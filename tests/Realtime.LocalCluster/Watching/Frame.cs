using System.Text.Json;

namespace Realtime.Local.Watching;

/// <summary>What a watcher notes of one frame.</summary>
/// <param name="Topic">Its key.</param>
/// <param name="DataSet">The event.</param>
/// <param name="State">live, late, failing or slow.</param>
/// <param name="Epoch">Incarnation of the owner; null before any data.</param>
/// <param name="Seq">Unix milliseconds; null before any data.</param>
/// <param name="NextDue">What the next frame's seq should be.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Connection">The watcher's how-manieth connection brought it.</param>
public sealed record Frame(string Topic, string DataSet, string State, string? Epoch, long? Seq, long? NextDue, DateTimeOffset At, int Connection)
{
    /// <summary>Fresh from a poll.</summary>
    public bool IsLive => State == "live";

    /// <summary>Reads a payload; null: not one of a data set.</summary>
    public static Frame? Read(string topic, string dataSet, JsonElement payload, DateTimeOffset at, int connection) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("next_due", out _)
            ? new Frame(topic, dataSet, payload.GetProperty("state").GetString()!, Text(payload, "epoch"), Number(payload, "seq"), Number(payload, "next_due"), at, connection)
            : null;

    private static string? Text(JsonElement payload, string name) => payload.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long? Number(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
