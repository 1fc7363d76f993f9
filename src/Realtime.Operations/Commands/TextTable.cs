using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Operations.Commands;

/// <summary>One column of a text.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="Field">Which field of a row.</param>
/// <param name="Format">How its value is written; null: as it is.</param>
internal sealed record Column(string Header, string Field, Func<JsonNode, string>? Format = null);

/// <summary>Rows as aligned text with a line of headers; numbers to the right.</summary>
internal sealed class TextTable(params IReadOnlyList<Column> columns)
{
    /// <summary>Of columns that are no longer than this, so that one endless name does not push all others away.</summary>
    private const int MostPadding = 60;

    public IEnumerable<string> Lines(IReadOnlyList<JsonObject> rows)
    {
        if (rows.Count == 0) return [];
        var cells = rows.Select(row => columns.Select(column => Cell(column, row)).ToArray()).ToArray();
        var width = columns.Select((column, i) => Math.Max(column.Header.Length, cells.Max(row => Math.Min(MostPadding, row[i].Length)))).ToArray();
        var right = columns.Select(column => rows.Any(row => row[column.Field]?.GetValueKind() == JsonValueKind.Number)).ToArray();
        return cells.Prepend([.. columns.Select(column => column.Header)]).Select(row => Line(row, width, right)).Zip(
            rows.Select(row => row["fault"]?.GetValue<string>()).Prepend(null), (line, fault) => fault is null ? line : $"{line}  {fault}");
    }

    /// <summary>A span of time as people say it: 3.2 s, 14 min, 5.1 h, 12 d.</summary>
    public static string Span(JsonNode seconds) => Math.Abs(seconds.GetValue<double>()) switch
    {
        < 120 and var s => string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s"),
        < 7200 and var s => string.Create(CultureInfo.InvariantCulture, $"{s / 60:0.0} min"),
        < 172_800 and var s => string.Create(CultureInfo.InvariantCulture, $"{s / 3600:0.0} h"),
        var s => string.Create(CultureInfo.InvariantCulture, $"{s / 86_400:0.0} d"),
    };

    /// <summary>Bytes as people say them.</summary>
    public static string Bytes(JsonNode bytes) => Math.Abs(bytes.GetValue<double>()) switch
    {
        < 10_000 and var b => string.Create(CultureInfo.InvariantCulture, $"{b:0} B"),
        < 10_000_000 and var b => string.Create(CultureInfo.InvariantCulture, $"{b / 1000:0} kB"),
        < 10_000_000_000 and var b => string.Create(CultureInfo.InvariantCulture, $"{b / 1e6:0} MB"),
        var b => string.Create(CultureInfo.InvariantCulture, $"{b / 1e9:0} GB"),
    };

    private static string Line(string[] cells, int[] width, bool[] right) =>
        string.Join("  ", cells.Select((cell, i) => right[i] ? cell.PadLeft(width[i]) : cell.PadRight(width[i]))).TrimEnd();

    private static string Cell(Column column, JsonObject row)
    {
        var value = row[column.Field];
        if (value is null) return row.ContainsKey("fault") ? "" : "-";
        return column.Format is { } format ? format(value) : Plain(value is JsonArray list ? string.Join(',', list) : value.ToString());
    }

    /// <summary>Clients choose names: a control character in one must not make a line, or move a terminal's cursor.</summary>
    public static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) : text;
}
