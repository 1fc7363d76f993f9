using System.Text.Json;
using System.Text.Unicode;
using CsCheck;

namespace Realtime.Protocol.Tests;

/// <summary>Whatever bytes come, the reader says yes or no, and what it accepts can be answered.</summary>
public class ArbitraryBytesTests
{
    private const int Iterations = 5_000;

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 64].Sample(
        bytes =>
        {
            AssertTextAsExpected(bytes);
            AssertBinaryAsExpected(bytes);
        },
        iter: Iterations);

    [Fact]
    public void Pieces_of_JSON_are_accepted_exactly_when_they_make_a_message() =>
        Generators.Pieces.Sample(AssertTextAsExpected, iter: Iterations);

    [Fact]
    public void Mutated_text_messages_are_accepted_exactly_when_they_still_are_messages() =>
        Generators.MutatedText.Sample(AssertTextAsExpected, iter: Iterations);

    [Fact]
    public void Mutated_binary_pushes_are_accepted_exactly_when_they_still_are_pushes() =>
        Generators.MutatedBinary.Sample(AssertBinaryAsExpected, iter: Iterations);

    private static void AssertTextAsExpected(byte[] bytes)
    {
        var read = Received.Text(bytes);
        var expected = Message(bytes);
        Assert.Equal(expected is not null, read is not null);
        if (expected is not { } array || read is null) return;
        Assert.Equal((array[0].GetRawText(), array[1].GetRawText(), array[2].GetRawText()), (read.JoinRef, read.Ref, read.TopicToken));
        Assert.Equal((array[2].GetString(), array[4].GetRawText()), (read.Topic, read.PayloadText));
        AssertAnswerable(read);
    }

    private static void AssertBinaryAsExpected(byte[] bytes)
    {
        var read = Received.Binary(bytes);
        Assert.Equal(IsPush(bytes), read is not null);
        if (read is not null) AssertAnswerable(read);
    }

    private static void AssertAnswerable(Received read)
    {
        var reply = Written.Json(to => MessageWriter.ReplyError(to, read.JoinRef.Utf8(), read.Ref.Utf8(), read.TopicToken.Utf8(), "no"));
        Assert.Equal(5, reply.GetArrayLength());
        Assert.Equal(read.Topic, reply[2].GetString());
    }

    // A second opinion, by way of the JSON document: slow, but hard to get wrong.
    private static JsonElement? Message(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes)) return null;
        try
        {
            var array = JsonElement.Parse(bytes);
            var isMessage = array.ValueKind == JsonValueKind.Array && array.GetArrayLength() >= 5 && IsRef(array[0]) && IsRef(array[1])
                && array[2].ValueKind == JsonValueKind.String && array[2].GetString() is not null
                && array[3].ValueKind == JsonValueKind.String && array[3].GetString() is not null;
            return isMessage ? array : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsRef(JsonElement element) => element.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null;

    private static bool IsPush(byte[] bytes)
    {
        if (bytes.Length < 5 || bytes[0] != 0) return false;
        var at = 5;
        for (var i = 1; i <= 4; at += bytes[i++])
        {
            if (at + bytes[i] > bytes.Length || !Utf8.IsValid(bytes.AsSpan(at, bytes[i]))) return false;
        }

        return true;
    }
}
