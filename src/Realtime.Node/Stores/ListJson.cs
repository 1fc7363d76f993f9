using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Realtime.Node.Stores;

/// <summary>Writes an array of a store as a JSON array. Boxes its elements: fit for a few short arrays, not for every row of a large result.</summary>
internal static class ListJson
{
    /// <summary>The array as JSON; elements of a type without a form in JSON as text.</summary>
    public static ReadOnlySpan<byte> Of(IEnumerable list)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, list);
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or DBNull: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case double number when !double.IsFinite(number): writer.WriteNullValue(); break;
            case double number: writer.WriteNumberValue(number); break;
            case float number when !float.IsFinite(number): writer.WriteNullValue(); break;
            case float number: writer.WriteNumberValue(number); break;
            case BigInteger number: writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case DateTime time: writer.WriteNumberValue(ColumnWriters.Instant(time).ToUnixTimeMilliseconds()); break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var element in list) Write(writer, element);
                writer.WriteEndArray();
                break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
