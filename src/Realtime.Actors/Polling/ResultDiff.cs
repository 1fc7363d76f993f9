namespace Realtime.Actors.Polling;

/// <summary>Compares the result of a poll with the one before, and keeps windows.</summary>
internal static class ResultDiff
{
    /// <summary>Whether two results of a data set are the same. Rows of a table are a set: another order is not a change; buckets and points are ordered.</summary>
    public static bool Same(DataSetKind kind, PollResult before, PollResult after)
    {
        if (before.Rows.Count != after.Rows.Count || before.Rows.Json.Length != after.Rows.Json.Length) return false;
        if (!before.Columns.SequenceEqual(after.Columns)) return false;
        if (before.Rows.Json.Span.SequenceEqual(after.Rows.Json.Span)) return true;
        return kind == DataSetKind.Table && SameInAnyOrder(before.Rows, after.Rows);
    }

    /// <summary>
    /// Appends the points of <paramref name="newer"/> that lie after the last one of <paramref name="window"/>, and drops what left the window. Several points may
    /// share an instant, as of several series: they come in one poll.
    /// </summary>
    /// <param name="window">What was kept.</param>
    /// <param name="newer">What the poll gave.</param>
    /// <param name="horizon">Points at or before this are dropped, unix milliseconds.</param>
    public static ResultRows Append(ResultRows window, ResultRows newer, long horizon)
    {
        var rows = new ResultRowsBuilder();
        Take(rows, window, horizon);
        Take(rows, newer, Math.Max(horizon, window.LastTime ?? long.MinValue));
        return rows.Build();
    }

    /// <summary>The rows' places in the order of their bytes.</summary>
    public static int[] Sorted(ResultRows rows)
    {
        var order = new int[rows.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => rows.Row(a).SequenceCompareTo(rows.Row(b)));
        return order;
    }

    private static void Take(ResultRowsBuilder to, ResultRows points, long after)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (points.Time(i) > after) to.Row(points.Row(i), points.Time(i));
        }
    }

    private static bool SameInAnyOrder(ResultRows before, ResultRows after)
    {
        var left = Sorted(before);
        var right = Sorted(after);
        for (var i = 0; i < left.Length; i++)
        {
            if (!before.Row(left[i]).SequenceEqual(after.Row(right[i]))) return false;
        }

        return true;
    }
}
