using System.Text.Json;

namespace Realtime.Protocol.Tests;

/// <summary>One conversation with a Phoenix 1.7.24 server, as it went over the wire.</summary>
internal sealed record Recording(string Name, IReadOnlyList<RecordedMessage> Sent, IReadOnlyList<RecordedMessage> Got, int? Close)
{
    private static readonly Dictionary<string, Recording> ByName = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "cases.jsonl"))
        .Select(line => Parse(JsonElement.Parse(line)))
        .ToDictionary(recording => recording.Name);

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static IReadOnlyCollection<Recording> All => ByName.Values;

    public static Recording Of(string name) => ByName[name];

    private static Recording Parse(JsonElement line)
    {
        var close = line.GetProperty("close");
        return new Recording(
            line.GetProperty("case").GetString()!, Messages(line, "send"), Messages(line, "recv"),
            close.ValueKind == JsonValueKind.Null ? null : close.GetInt32());
    }

    private static RecordedMessage[] Messages(JsonElement line, string name) =>
        [.. line.GetProperty(name).EnumerateArray().Select(raw => RecordedMessage.Parse(raw.GetString()!))];
}

/// <summary>One WebSocket message of a recording.</summary>
internal sealed record RecordedMessage(bool IsBinary, byte[] Bytes)
{
    private const string Base64 = "base64:";
    private const string TextMark = " (text opcode)";

    public JsonElement Json => JsonElement.Parse(Bytes);

    // What is no text is written as base64; the mark tells of a text message that is not UTF-8.
    public static RecordedMessage Parse(string raw)
    {
        if (!raw.StartsWith(Base64, StringComparison.Ordinal)) return new RecordedMessage(false, raw.Utf8());
        var isText = raw.EndsWith(TextMark, StringComparison.Ordinal);
        return new RecordedMessage(!isText, Convert.FromBase64String(raw[Base64.Length..].Replace(TextMark, "", StringComparison.Ordinal)));
    }

    public Received? Read() => IsBinary ? Received.Binary(Bytes) : Received.Text(Bytes);
}
