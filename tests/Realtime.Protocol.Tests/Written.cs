using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Realtime.Protocol.Tests;

/// <summary>What a writer wrote, as bytes, as text or as JSON.</summary>
internal static class Written
{
    public static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return to.WrittenSpan.ToArray();
    }

    public static string Text(Action<IBufferWriter<byte>> write) => Encoding.UTF8.GetString(Bytes(write));

    public static JsonElement Json(Action<IBufferWriter<byte>> write) => JsonElement.Parse(Bytes(write));

    public static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Raw(this JsonElement element) => element.GetRawText().Utf8();
}
