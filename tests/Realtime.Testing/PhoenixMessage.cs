using System.Text;
using System.Text.Json;

namespace Realtime.Testing;

/// <summary>One message of the server as a client got it: <c>[join_ref, ref, topic, event, payload]</c>.</summary>
public sealed class PhoenixMessage
{
    private readonly Lazy<JsonElement> _parts;

    /// <param name="utf8">The text.</param>
    /// <param name="place">Its place among those of its connection.</param>
    public PhoenixMessage(byte[] utf8, int place)
    {
        Place = place;
        // Thousands come that no test looks at.
        _parts = new Lazy<JsonElement>(() => JsonElement.Parse(utf8));
        Utf8 = utf8;
    }

    /// <summary>Its place among those of its connection, from zero.</summary>
    public int Place { get; }

    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Its text.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>The first element, as it was written.</summary>
    public string JoinRef => _parts.Value[0].GetRawText();

    /// <summary>The second element, as it was written.</summary>
    public string Ref => _parts.Value[1].GetRawText();

    /// <summary>The third element.</summary>
    public string Topic => _parts.Value[2].GetString()!;

    /// <summary>The fourth element.</summary>
    public string Event => _parts.Value[3].GetString()!;

    /// <summary>The fifth element.</summary>
    public JsonElement Payload => _parts.Value[4];

    /// <summary>Whether it is a frame of a data set.</summary>
    public bool IsFrame => Payload.TryGetProperty("next_due", out _);

    /// <summary>Whether it is the snapshot of a data set.</summary>
    public bool IsSnapshot => Payload.TryGetProperty("kind", out var kind) && kind.GetString() == "snapshot";

    /// <summary>State of a frame: live, late, failing or slow; null for what is none.</summary>
    public string? State => Payload.TryGetProperty("state", out var state) ? state.GetString() : null;

    /// <summary>Why a frame is not live; null when it says none.</summary>
    public string? Reason => Payload.TryGetProperty("reason", out var reason) ? reason.GetString() : null;

    /// <summary>Sequence of a frame, unix milliseconds; null before any data.</summary>
    public long? Seq => Payload.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number ? seq.GetInt64() : null;

    /// <summary>Rows of a snapshot.</summary>
    public int Rows => Payload.GetProperty("rows").GetArrayLength();

    /// <inheritdoc/>
    public override string ToString() => Text;
}
