using System.Text.Json;

namespace Realtime.Protocol;

/// <summary>The payload of the event <c>access_token</c>: <c>{"access_token": "…"}</c>; what else is in it is ignored.</summary>
public static class AccessTokenPayload
{
    /// <summary>What a client is told that sent something else.</summary>
    public const string Expected = """access_token: expected {"access_token": "…"}""";

    /// <summary>The token. False returned: the payload holds none.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="token">What it says; the last of several.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, out string token)
    {
        token = "";
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // A lone surrogate is valid JSON and no text: comparing it would throw.
                var isToken = (!reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan)) && reader.ValueTextEquals("access_token"u8);
                if (!reader.Read()) return false;
                if (isToken)
                {
                    if (reader.TokenType != JsonTokenType.String || (reader.ValueIsEscaped && !JsonStringToken.HasText(reader.ValueSpan))) return false;
                    token = reader.GetString()!;
                }

                reader.Skip();
            }

            return token.Length > 0;
        }
        catch (JsonException)
        {
            // A binary push may carry anything.
            return false;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, in a binary push.
            return false;
        }
    }
}
