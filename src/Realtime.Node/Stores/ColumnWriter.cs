using System.Data.Common;
using System.Globalization;
using System.Numerics;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>Copies one column of the current row into the row being built.</summary>
internal delegate void ColumnWriter(DbDataReader reader, int ordinal, ResultRowsBuilder row);

/// <summary>Chooses the writer of a column by its type: once per result, so that rows are read without boxing and without looking at types again.</summary>
internal static class ColumnWriters
{
    private static readonly Dictionary<Type, ColumnWriter> ByType = new()
    {
        [typeof(short)] = (reader, i, row) => row.Number((long)reader.GetInt16(i)),
        [typeof(int)] = (reader, i, row) => row.Number((long)reader.GetInt32(i)),
        [typeof(long)] = (reader, i, row) => row.Number(reader.GetInt64(i)),
        [typeof(sbyte)] = (reader, i, row) => row.Number((long)reader.GetFieldValue<sbyte>(i)),
        [typeof(byte)] = (reader, i, row) => row.Number((long)reader.GetByte(i)),
        [typeof(ushort)] = (reader, i, row) => row.Number((long)reader.GetFieldValue<ushort>(i)),
        [typeof(uint)] = (reader, i, row) => row.Number((long)reader.GetFieldValue<uint>(i)),
        [typeof(ulong)] = (reader, i, row) => row.Number((decimal)reader.GetFieldValue<ulong>(i)),
        // DuckDB's sum of whole numbers. Past a decimal's 28 digits it is a fault of the statement.
        [typeof(BigInteger)] = (reader, i, row) => row.Number((decimal)reader.GetFieldValue<BigInteger>(i)),
        [typeof(double)] = (reader, i, row) => row.Number(reader.GetDouble(i)),
        [typeof(float)] = (reader, i, row) => row.Number(Widen(reader.GetFloat(i))),
        [typeof(decimal)] = (reader, i, row) => row.Number(reader.GetDecimal(i)),
        [typeof(bool)] = (reader, i, row) => row.Boolean(reader.GetBoolean(i)),
        [typeof(string)] = (reader, i, row) => row.Text(reader.GetString(i)),
        [typeof(char)] = (reader, i, row) => row.Text(reader.GetFieldValue<char>(i).ToString()),
        [typeof(Guid)] = (reader, i, row) => row.Text(reader.GetGuid(i).ToString()),
        [typeof(DateTime)] = (reader, i, row) => row.Time(Instant(reader.GetDateTime(i))),
        [typeof(DateOnly)] = WriteDate,
        [typeof(TimeSpan)] = (reader, i, row) => row.Number((long)reader.GetFieldValue<TimeSpan>(i).TotalMilliseconds),
    };

    /// <summary>The writer of a column; null when its type has no form in JSON.</summary>
    public static ColumnWriter? For(DbDataReader reader, int ordinal)
    {
        var name = reader.GetDataTypeName(ordinal);
        // PostgreSQL's dates and JSON say so only in the name of their type.
        if (name is "date") return WriteDate;
        if (name is "json" or "jsonb") return (r, i, row) => row.Json(System.Text.Encoding.UTF8.GetBytes(r.GetString(i)));
        var type = reader.GetFieldType(ordinal);
        if (ByType.TryGetValue(type, out var writer)) return writer;
        var isList = type == typeof(Array) || type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>));
        return isList && type != typeof(byte[]) ? (r, i, row) => row.Json(ListJson.Of((System.Collections.IEnumerable)r.GetValue(i))) : null;
    }

    /// <summary>A store's instant. Times without a zone are taken as UTC.</summary>
    public static DateTimeOffset Instant(DateTime value) => new(DateTime.SpecifyKind(value, DateTimeKind.Utc));

    private static void WriteDate(DbDataReader reader, int ordinal, ResultRowsBuilder row) =>
        row.Text(reader.GetFieldValue<DateOnly>(ordinal).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Keeps 0.1 from becoming 0.10000000149011612.</summary>
    private static double Widen(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
