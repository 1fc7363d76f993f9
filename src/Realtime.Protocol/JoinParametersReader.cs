using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Realtime.Protocol;

/// <summary>Reads the payload of a <c>phx_join</c> member by member.</summary>
internal static class JoinParametersReader
{
    /// <inheritdoc cref="JoinParameters.Read"/>
    public static JoinParameters Read(ReadOnlySpan<byte> payload, int maxMetaBytes, out string? fault)
    {
        fault = null;
        // Only a binary push has a payload that was never checked: it is data, no parameters. What others will see of it must be text to them.
        if (!Utf8.IsValid(payload)) return JoinParameters.Default;
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return JoinParameters.Default;
            var parameters = ReadMembers(ref reader, payload, maxMetaBytes, ref fault);
            return fault is null ? parameters : JoinParameters.Default;
        }
        catch (JsonException)
        {
            return JoinParameters.Default;
        }
    }

    private static JoinParameters ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, int maxMetaBytes, ref string? fault)
    {
        var parameters = JoinParameters.Default;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Comparing a name that no text can have would throw.
            var readable = !reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan);
            if (readable && reader.ValueTextEquals("delta"u8)) parameters = Delta(ref reader, parameters, ref fault);
            else if (readable && reader.ValueTextEquals("resume"u8)) parameters = Resume(ref reader, parameters, ref fault);
            else if (readable && reader.ValueTextEquals("presence"u8)) parameters = Presence(ref reader, parameters, ref fault);
            else if (readable && reader.ValueTextEquals("key"u8)) parameters = Key(ref reader, parameters, ref fault);
            else if (readable && reader.ValueTextEquals("meta"u8)) parameters = Meta(ref reader, payload, maxMetaBytes, parameters, ref fault);
            else reader.Skip();
        }

        return parameters;
    }

    private static JoinParameters Delta(ref Utf8JsonReader reader, JoinParameters parameters, ref string? fault)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)) fault = Wrong("delta", Found(ref reader), "true or false");
        var delta = reader.TokenType == JsonTokenType.True;
        return delta == parameters.Delta ? parameters : parameters with { Delta = delta };
    }

    private static JoinParameters Presence(ref Utf8JsonReader reader, JoinParameters parameters, ref string? fault)
    {
        var mode = PresenceMode.List;
        if (TryReadText(ref reader, out var missing))
        {
            if (reader.ValueTextEquals("count"u8)) mode = PresenceMode.Count;
            else if (reader.ValueTextEquals("off"u8)) mode = PresenceMode.Off;
            else if (!reader.ValueTextEquals("list"u8)) fault = Wrong("presence", "another text", "list, count or off");
        }
        else if (!missing)
        {
            fault = Wrong("presence", Found(ref reader), "list, count or off");
        }

        return mode == parameters.Presence ? parameters : parameters with { Presence = mode };
    }

    private static JoinParameters Key(ref Utf8JsonReader reader, JoinParameters parameters, ref string? fault)
    {
        string? key = null;
        if (TryReadText(ref reader, out var missing)) key = Text(ref reader, "key", JoinParameters.MaxKeyBytes, ref fault);
        else if (!missing) fault = Wrong("key", Found(ref reader), "text");
        return key == parameters.Key ? parameters : parameters with { Key = key };
    }

    private static JoinParameters Meta(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, int maxMetaBytes, JoinParameters parameters, ref string? fault)
    {
        reader.Read();
        var meta = ReadOnlyMemory<byte>.Empty;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var raw = payload[start..(int)reader.BytesConsumed];
            if (raw.Length > maxMetaBytes) fault = Wrong("meta", $"{raw.Length} bytes", $"at most {maxMetaBytes}");
            else if (!JsonStringToken.HasText(raw)) fault = Wrong("meta", "half a surrogate pair", "text that UTF-8 can express");
            else meta = raw.ToArray();
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            fault = Wrong("meta", Found(ref reader), "an object");
        }

        return meta.IsEmpty && parameters.Meta.IsEmpty ? parameters : parameters with { Meta = meta };
    }

    private static JoinParameters Resume(ref Utf8JsonReader reader, JoinParameters parameters, ref string? fault)
    {
        reader.Read();
        var points = new Dictionary<string, ResumePoint>(StringComparer.Ordinal);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Text(ref reader, "resume: a data set's name", JoinParameters.MaxNameBytes, ref fault) is not { } dataSet) break;
                if (Point(ref reader, dataSet, ref fault) is { } point) points[dataSet] = point;
                if (points.Count > JoinParameters.MaxResume) fault = Wrong("resume", "more data sets", $"at most {JoinParameters.MaxResume}");
            }
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            fault = Wrong("resume", Found(ref reader), "an object");
        }

        return points.Count == 0 && parameters.Resume.IsEmpty ? parameters : parameters with { Resume = [.. points.Values] };
    }

    /// <summary>Null: the client has nothing of that data set, or <paramref name="fault"/> says what is wrong.</summary>
    private static ResumePoint? Point(ref Utf8JsonReader reader, string dataSet, ref string? fault)
    {
        const string Name = "resume: a data set";
        const string Expected = """{"epoch": text, "seq": whole number}""";
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fault = Wrong(Name, Found(ref reader), Expected);
            return null;
        }

        string? epoch = null;
        long? seq = null;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var readable = !reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan);
            var (isEpoch, isSeq) = (readable && reader.ValueTextEquals("epoch"u8), readable && reader.ValueTextEquals("seq"u8));
            reader.Read();
            if (isEpoch && reader.TokenType == JsonTokenType.String) epoch = Text(ref reader, "resume: an epoch", JoinParameters.MaxNameBytes, ref fault);
            else if (isSeq && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) seq = number;
            else if (isEpoch || isSeq) fault = Wrong(Name, $"{Found(ref reader)} as {(isEpoch ? "epoch" : "seq")}", Expected);
            else reader.Skip();
        }

        if (fault is null && (epoch is null || seq is null)) fault = Wrong(Name, epoch is null ? "no epoch" : "no seq", Expected);
        return fault is null ? new ResumePoint(dataSet, epoch!, seq!.Value) : null;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, out bool missing)
    {
        reader.Read();
        missing = reader.TokenType == JsonTokenType.Null;
        return reader.TokenType == JsonTokenType.String && (!reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan));
    }

    /// <summary>The text of the string or name that the reader stands on; null with a fault.</summary>
    private static string? Text(ref Utf8JsonReader reader, string name, int maxBytes, ref string? fault)
    {
        if (reader.ValueIsEscaped && !JsonStringToken.HasText(reader.ValueSpan))
        {
            fault = Wrong(name, "half of a surrogate pair", "text");
            return null;
        }

        var text = reader.GetString()!;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes is > 0 && bytes <= maxBytes) return text;
        fault = Wrong(name, $"{bytes} bytes", $"1 to {maxBytes}");
        return null;
    }

    private static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private static string Wrong(string name, string found, string expected) => $"invalid join parameter {name}: found {found}, expected {expected}";
}
