using System.Text.Json;

namespace Realtime.Protocol;

/// <summary>The payload of the event <c>attention</c>: <c>{"visible": true}</c> or <c>{"visible": false}</c>; what else is in it is ignored.</summary>
public static class AttentionPayload
{
    /// <summary>What a client is told that sent something else.</summary>
    public const string Expected = """attention: expected {"visible": true} or {"visible": false}""";

    /// <summary>Whether the tab is looked at. False returned: the payload does not say.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="visible">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, out bool visible)
    {
        visible = false;
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            var said = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // A lone surrogate is valid JSON and no text: comparing it would throw.
                var isVisible = (!reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan)) && reader.ValueTextEquals("visible"u8);
                if (!reader.Read()) return false;
                if (isVisible && reader.TokenType is not (JsonTokenType.True or JsonTokenType.False)) return false;
                if (isVisible) (said, visible) = (true, reader.TokenType == JsonTokenType.True);
                reader.Skip();
            }

            return said;
        }
        catch (JsonException)
        {
            // A binary push may carry anything; the text of a text message was read before.
            return false;
        }
    }
}
