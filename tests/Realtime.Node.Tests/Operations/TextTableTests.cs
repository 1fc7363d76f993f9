using System.Text.Json.Nodes;
using Realtime.Operations.Commands;

namespace Realtime.Node.Tests.Operations;

public class TextTableTests
{
    [Fact]
    public void Columns_are_aligned_and_numbers_are_to_the_right()
    {
        var table = new TextTable(new Column("TOPIC", "topic"), new Column("WATCHERS", "watchers"), new Column("NODE", "node"));
        var lines = table.Lines([
            new JsonObject { ["topic"] = "acme", ["watchers"] = 12, ["node"] = "a" },
            new JsonObject { ["node"] = "b", ["fault"] = "no answer" },
            new JsonObject { ["topic"] = "initech", ["watchers"] = null, ["node"] = "a" },
        ]);
        Assert.Equal(["TOPIC    WATCHERS  NODE", "acme           12  a", "                   b  no answer", "initech         -  a"], lines);
    }

    [Fact]
    public void No_rows_are_no_lines() => Assert.Empty(new TextTable(new Column("TOPIC", "topic")).Lines([]));

    [Theory]
    [InlineData(3.21, "3.2 s")]
    [InlineData(840, "14.0 min")]
    [InlineData(18_400, "5.1 h")]
    [InlineData(1_040_000, "12.0 d")]
    public void Spans_are_written_as_people_say_them(double seconds, string text) => Assert.Equal(text, TextTable.Span(JsonValue.Create(seconds)));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(33_400, "33 kB")]
    [InlineData(201_000_000, "201 MB")]
    public void Bytes_are_written_as_people_say_them(double bytes, string text) => Assert.Equal(text, TextTable.Bytes(JsonValue.Create(bytes)));
}
