using System.Collections.Immutable;
using System.Text.Json;

namespace Realtime.Actors.Polling;

/// <summary>What turns one result into the next.</summary>
/// <param name="Upsert">Rows that are new or changed, complete, in the order of the newer result.</param>
/// <param name="Remove">The key values of the rows that went, an array for each.</param>
internal sealed record RowDelta(ResultRows Upsert, ResultRows Remove);

/// <summary>Finds what changed from one result of a data set to the next, row by row.</summary>
internal static class ResultDelta
{
    /// <summary>
    /// Rows are told apart by the data set's key columns, points by their time. Null: they cannot be (no key, two rows of one key, other columns), or a histogram's
    /// buckets would not come out in their order; then only the whole result tells it.
    /// </summary>
    public static RowDelta? Between(DataSet dataSet, PollResult before, PollResult after)
    {
        if (!before.Columns.SequenceEqual(after.Columns)) return null;
        var names = dataSet.TimeColumn is { } time ? [time] : dataSet.Key;
        var columns = names.Select(name => after.Columns.IndexOf(name)).ToImmutableArray();
        if (columns.IsEmpty || columns.Contains(-1)) return null;
        return dataSet.HasWindow ? OfPoints(before.Rows, after.Rows, columns) : OfRows(before.Rows, after.Rows, columns, dataSet.Kind == DataSetKind.Histogram);
    }

    private static RowDelta? OfPoints(ResultRows before, ResultRows after, ImmutableArray<int> columns)
    {
        if (!HasOnePointEach(before) || !HasOnePointEach(after)) return null;
        var (upsert, remove) = (new ResultRowsBuilder(), new ResultRowsBuilder());
        for (int was = 0, now = 0; was < before.Count || now < after.Count;)
        {
            var order = was == before.Count ? 1 : now == after.Count ? -1 : before.Time(was).CompareTo(after.Time(now));
            if (order < 0 && !TryAddKey(remove, before.Row(was), columns)) return null;
            if (order > 0 || (order == 0 && !before.Row(was).SequenceEqual(after.Row(now)))) upsert.Row(after.Row(now));
            if (order <= 0) was++;
            if (order >= 0) now++;
        }

        return new RowDelta(upsert.Build(), remove.Build());
    }

    private static RowDelta? OfRows(ResultRows before, ResultRows after, ImmutableArray<int> columns, bool ordered)
    {
        if (KeysOf(before, columns) is not { } oldKeys || KeysOf(after, columns) is not { } newKeys) return null;
        var (left, right) = (ResultDiff.Sorted(oldKeys), ResultDiff.Sorted(newKeys));
        if (HasTwins(oldKeys, left) || HasTwins(newKeys, right)) return null;

        var remove = new ResultRowsBuilder();
        var origins = new int[after.Count];
        for (int l = 0, r = 0; l < left.Length || r < right.Length;)
        {
            var order = l == left.Length ? 1 : r == right.Length ? -1 : oldKeys.Row(left[l]).SequenceCompareTo(newKeys.Row(right[r]));
            if (order < 0) remove.Row(oldKeys.Row(left[l]));
            else origins[right[r]] = order == 0 ? left[l] : -1;
            if (order <= 0) l++;
            if (order >= 0) r++;
        }

        if (ordered && !StaysOrdered(origins)) return null;
        var upsert = new ResultRowsBuilder();
        for (var i = 0; i < origins.Length; i++)
        {
            if (origins[i] < 0 || !before.Row(origins[i]).SequenceEqual(after.Row(i))) upsert.Row(after.Row(i));
        }

        return new RowDelta(upsert.Build(), remove.Build());
    }

    /// <summary>The key values of each row as rows of their own; null: a row is too short.</summary>
    private static ResultRows? KeysOf(ResultRows rows, ImmutableArray<int> columns)
    {
        var keys = new ResultRowsBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            if (!TryAddKey(keys, rows.Row(i), columns)) return null;
        }

        return keys.Build();
    }

    private static bool TryAddKey(ResultRowsBuilder to, ReadOnlySpan<byte> row, ImmutableArray<int> columns)
    {
        to.BeginRow();
        foreach (var column in columns)
        {
            var reader = new Utf8JsonReader(row);
            reader.Read();
            for (var i = 0; i <= column; i++)
            {
                if (i > 0) reader.Skip();
                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray) return false;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            to.Json(row[start..(int)reader.BytesConsumed]);
        }

        to.EndRow();
        return true;
    }

    private static bool HasOnePointEach(ResultRows points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            if (points.Time(i) <= points.Time(i - 1)) return false;
        }

        return true;
    }

    private static bool HasTwins(ResultRows keys, int[] sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            if (keys.Row(sorted[i]).SequenceEqual(keys.Row(sorted[i - 1]))) return true;
        }

        return false;
    }

    /// <summary>Whoever changes rows in place and adds new ones at the end has them in the new order: those kept did not move, and none comes after a new one.</summary>
    private static bool StaysOrdered(int[] origins)
    {
        var last = -1;
        foreach (var origin in origins)
        {
            if (origin >= 0 && origin < last) return false;
            last = origin < 0 ? int.MaxValue : origin;
        }

        return true;
    }
}
