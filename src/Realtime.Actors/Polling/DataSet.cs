using System.Collections.Immutable;

namespace Realtime.Actors.Polling;

/// <summary>How the rows of a data set relate from poll to poll.</summary>
public enum DataSetKind
{
    /// <summary>Each poll gives the whole current result.</summary>
    Table,

    /// <summary>A table whose rows are ordered buckets.</summary>
    Histogram,

    /// <summary>Append-only by a time column: each poll gives only points newer than the last one known; the node keeps the window.</summary>
    Series,

    /// <summary>Each poll gives one current point; the node keeps the window.</summary>
    Sampled,
}

/// <summary>One named SQL statement that answers any number of topics.</summary>
/// <param name="Name">Event name on the wire; lower-case letters, digits and underscores.</param>
/// <param name="Kind">How its rows relate from poll to poll.</param>
/// <param name="Key">Columns that identify a row; empty for series.</param>
/// <param name="TimeColumn">Column of a point's time; set for <see cref="DataSetKind.Series"/> and <see cref="DataSetKind.Sampled"/> only.</param>
/// <param name="Window">How much of a series is kept; zero for tables.</param>
/// <param name="Sql">
/// The statement in the store's dialect: $1 the topic keys, $2 the as-of time, $3 the last point each topic has. Its first column is the topic.
/// </param>
public sealed record DataSet(string Name, DataSetKind Kind, ImmutableArray<string> Key, string? TimeColumn, TimeSpan Window, string Sql)
{
    /// <summary>Distance of two polls: 0.2 s to 1 h; null = <see cref="PollingSettings.Interval"/>, that of all data sets that say none.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Whether the node keeps a window of points.</summary>
    public bool HasWindow => Kind is DataSetKind.Series or DataSetKind.Sampled;
}

/// <summary>A folder of data sets, read and checked at start.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="DataSets">In the order of the pack's file; at least one.</param>
/// <param name="AsOfSql">Gives the as-of time; null = the store's own clock.</param>
/// <param name="TopicsSql">Gives keys worth joining; null = none are offered.</param>
public sealed record Pack(string Name, ImmutableArray<DataSet> DataSets, string? AsOfSql, string? TopicsSql);
