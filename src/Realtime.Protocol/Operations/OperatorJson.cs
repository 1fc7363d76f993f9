using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Protocol.Operations;

/// <summary>Reads and writes <see cref="OperatorMessage"/> lines.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(OperatorMessage))]
public sealed partial class OperatorJson : JsonSerializerContext
{
    /// <summary>A message's line, without its end.</summary>
    public static byte[] Write(OperatorMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Default.OperatorMessage);

    /// <summary>The message of a line; null: it is none.</summary>
    public static OperatorMessage? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.OperatorMessage);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
