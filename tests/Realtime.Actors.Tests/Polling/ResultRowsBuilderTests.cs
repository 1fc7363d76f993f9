using System.Globalization;
using System.Text.Json;
using CsCheck;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Polling;

public class ResultRowsBuilderTests
{
    private static readonly Gen<object?> Value = Gen.OneOf<object?>(
        Gen.Long.Select(v => (object?)v), Gen.Double.Select(v => (object?)v), Gen.Decimal.Select(v => (object?)v), Gen.Bool.Select(v => (object?)v),
        Gen.String.Select(v => (object?)v), Gen.DateTimeOffset.Select(v => (object?)v), Gen.Const((object?)null),
        Gen.OneOf(new object?[] { double.NaN, double.NegativeInfinity, double.MaxValue, double.Epsilon, -0.0, "\ud800", "\"\\\u0000\u2028😀", decimal.MinValue, long.MinValue }));

    [Fact]
    public void Rows_of_any_values_are_valid_json_that_reads_back() => Value.Array[0, 6].Array[0, 6].Sample(
        rows =>
        {
            var builder = new ResultRowsBuilder();
            foreach (var row in rows)
            {
                builder.BeginRow();
                foreach (var value in row) Write(builder, value);
                builder.EndRow();
            }

            var built = builder.Build();
            using var all = JsonDocument.Parse((byte[])[(byte)'[', .. built.Json.Span, (byte)']']);
            Assert.Equal(rows.Length, built.Count);
            for (var i = 0; i < rows.Length; i++)
            {
                using var one = JsonDocument.Parse(built.Row(i).ToArray());
                Assert.Equal(all.RootElement[i].GetRawText(), one.RootElement.GetRawText());
                Assert.Equal(rows[i].Select(Expected), all.RootElement[i].EnumerateArray().Select(Read));
            }
        },
        iter: 1_000);

    [Fact]
    public void Rows_encoded_before_are_taken_as_they_are()
    {
        var builder = new ResultRowsBuilder();
        builder.Row("[1]"u8, 10);
        builder.BeginRow();
        builder.Number(2L);
        builder.EndRow(20);

        var rows = builder.Build();
        Assert.Equal((2, 20L, 10L), (rows.Count, rows.LastTime, rows.Time(0)));
        Assert.True(rows.Json.Span.SequenceEqual("[1],[2]"u8));
    }

    private static void Write(ResultRowsBuilder to, object? value)
    {
        switch (value)
        {
            case long v: to.Number(v); break;
            case double v: to.Number(v); break;
            case decimal v: to.Number(v); break;
            case bool v: to.Boolean(v); break;
            case string v: to.Text(v); break;
            case DateTimeOffset v: to.Time(v); break;
            default: to.Null(); break;
        }
    }

    private static object? Expected(object? value) => value switch
    {
        double v when !double.IsFinite(v) => null,
        DateTimeOffset v => (double)v.ToUnixTimeMilliseconds(),
        // What UTF-8 cannot express becomes U+FFFD.
        string v => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(v)),
        null or bool => value,
        // A decimal has more digits than a double: compare what its text says.
        decimal v => double.Parse(v.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    private static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        _ => value.GetBoolean(),
    };
}
