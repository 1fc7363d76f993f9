using System.Text.Json;

namespace Realtime.Protocol;

/// <summary>Reads the payload of <c>rewind</c>: <c>{"minutes": number above 0}</c>. Other members are ignored.</summary>
public static class RewindRequest
{
    private const string Expected = """expected {"minutes": a number above 0}""";

    /// <summary>How far to look back; meaningful only without a fault.</summary>
    /// <param name="payload">Raw JSON; a binary push has none.</param>
    /// <param name="minutes">Above 0, finite.</param>
    /// <returns>Null, or what is wrong: what was found and what is expected.</returns>
    public static string? Read(ReadOnlySpan<byte> payload, out double minutes)
    {
        minutes = 0;
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return $"invalid rewind: found no object, {Expected}";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMinutes = (!reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan)) && reader.ValueTextEquals("minutes"u8);
                reader.Read();
                if (!isMinutes) reader.Skip();
                else if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out minutes) || !double.IsFinite(minutes) || minutes <= 0) return $"invalid minutes, {Expected}";
            }

            return minutes > 0 ? null : $"invalid rewind: found no minutes, {Expected}";
        }
        catch (JsonException)
        {
            return $"invalid rewind: found no JSON, {Expected}";
        }
    }
}
