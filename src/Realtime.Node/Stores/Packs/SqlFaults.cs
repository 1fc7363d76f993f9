using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores.Packs;

/// <summary>What is wrong with a pack's SQL as far as its text tells, without a database.</summary>
internal static partial class SqlFaults
{
    /// <summary>Checks a data set's statement.</summary>
    public static void Of(string name, string sql, DataSetKind? kind, string dialect, List<string> faults)
    {
        var who = $"the SQL of data set '{name}'";
        if (!OneStatement(who, sql, faults, out var code)) return;
        var used = Parameters().Matches(code).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToHashSet();
        if (!used.Contains(1)) faults.Add($"{who} never mentions $1: without the topic keys it would read the rows of every topic");
        if (kind is DataSetKind.Series && !used.Contains(3))
        {
            faults.Add($"{who} never mentions $3: a series gives only points newer than the last one each topic has (see the kind sampled)");
        }

        foreach (var number in used.Where(number => number is < 1 or > 3).Order())
        {
            faults.Add($"{who} mentions ${number}: expected $1 (topic keys), $2 (as-of time), $3 (last points)");
        }

        if (dialect == "duckdb" && used.Contains(3) && !used.Contains(2))
        {
            faults.Add($"{who} mentions $3 and not $2: DuckDB numbers parameters without gaps, so bound the window with $2");
        }
    }

    /// <summary>Checks a statement that takes no parameters.</summary>
    public static void OfPlain(string name, string sql, List<string> faults)
    {
        if (!OneStatement($"{name}.sql", sql, faults, out var code)) return;
        if (Parameters().Match(code) is { Success: true } parameter) faults.Add($"{name}.sql mentions {parameter.Value}: it is given no parameters");
    }

    private static bool OneStatement(string who, string sql, List<string> faults, out string code)
    {
        code = SqlText.Code(sql).TrimEnd(';', ' ', '\n', '\r', '\t');
        if (code.Length == 0) faults.Add($"{who} is empty");
        else if (code.Contains(';', StringComparison.Ordinal)) faults.Add($"{who} holds more than one statement: expected one");
        else if (sql.Contains('\0', StringComparison.Ordinal)) faults.Add($"{who} holds a NUL character");
        else return true;
        return false;
    }

    [GeneratedRegex(@"\$([0-9]{1,6})")]
    private static partial Regex Parameters();
}
