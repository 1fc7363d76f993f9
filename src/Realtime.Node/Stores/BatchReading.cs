using System.Collections.Immutable;
using System.Data.Common;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>Turns the rows of one statement into rows by topic, the same way for every store.</summary>
internal sealed class BatchReading
{
    private readonly DbDataReader _reader;
    private readonly DataSet _dataSet;
    private readonly ImmutableArray<string> _columns;
    private readonly ColumnWriter[] _writers;
    private readonly int _timeOrdinal = -1;
    private readonly Dictionary<string, Topic> _topics;
    private Topic? _last;

    /// <summary>Checks the columns against the data set.</summary>
    /// <exception cref="StoreException">The statement's columns are not what the data set says.</exception>
    public BatchReading(DbDataReader reader, PollBatch batch)
    {
        _reader = reader;
        _dataSet = batch.DataSet;
        _topics = new Dictionary<string, Topic>(batch.Keys.Length, StringComparer.Ordinal);
        for (var i = 0; i < batch.Keys.Length; i++)
        {
            var since = _dataSet.HasWindow && i < batch.Since.Length ? batch.Since[i]?.ToUnixTimeMilliseconds() : null;
            _topics[batch.Keys[i]] = new Topic(batch.Keys[i], since ?? long.MinValue);
        }

        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        if (names.Length < 2 || names[0] != "topic")
        {
            throw Fault($"gives the columns ({string.Join(", ", names)}): expected topic first and at least one more");
        }

        if (reader.GetFieldType(0) != typeof(string)) throw Fault($"gives a topic of type {reader.GetDataTypeName(0)}: expected text");
        foreach (var name in _dataSet.Key.Where(name => !names.Skip(1).Contains(name))) throw Missing("key", name, names);
        _columns = [.. names.Skip(1)];
        if (_columns.Distinct(StringComparer.Ordinal).Count() != _columns.Length) throw Fault($"gives a column twice: {string.Join(", ", names)}");
        if (_dataSet.TimeColumn is { } time)
        {
            _timeOrdinal = Array.IndexOf(names, time, 1);
            if (_timeOrdinal < 0) throw Missing("time", time, names);
            if (reader.GetFieldType(_timeOrdinal) != typeof(DateTime))
            {
                throw Fault($"gives '{time}' as {reader.GetDataTypeName(_timeOrdinal)}: expected timestamptz");
            }
        }

        _writers = new ColumnWriter[names.Length];
        for (var i = 1; i < names.Length; i++)
        {
            _writers[i] = ColumnWriters.For(reader, i)
                ?? throw Fault($"gives '{names[i]}' as {reader.GetDataTypeName(i)}, which has no form in JSON: cast it, to text for example");
        }
    }

    /// <summary>Takes the reader's current row. Rows of a topic may lie between rows of others; rows of a topic nobody asked for are ignored.</summary>
    /// <exception cref="StoreException">A value cannot be read, or a point is out of order.</exception>
    public void AddRow()
    {
        var key = _reader.IsDBNull(0) ? null : _reader.GetString(0);
        if (key is null) return;
        if (_last?.Key != key && !_topics.TryGetValue(key, out _last)) return;
        var topic = _last!;
        long? time = null;
        if (_timeOrdinal > 0)
        {
            time = ReadTime();
            // The last point known came back, or its microseconds made it look newer.
            if (time <= topic.Since) return;
            if (time < topic.LastTime) throw Fault($"gives points of a topic out of order: it needs 'order by {_dataSet.TimeColumn}'");
            topic.LastTime = time.Value;
        }

        topic.Rows ??= new ResultRowsBuilder();
        topic.Rows.BeginRow();
        for (var i = 1; i < _writers.Length; i++)
        {
            if (_reader.IsDBNull(i)) topic.Rows.Null();
            else Write(i, topic.Rows);
        }

        topic.Rows.EndRow(time);
    }

    /// <summary>What was read.</summary>
    public BatchResult Build()
    {
        var found = _topics.Values.Where(topic => topic.Rows is not null);
        return new(_columns, found.ToDictionary(topic => topic.Key, topic => topic.Rows!.Build(), StringComparer.Ordinal));
    }

    private void Write(int ordinal, ResultRowsBuilder rows)
    {
        try
        {
            _writers[ordinal](_reader, ordinal, rows);
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException or ArgumentException)
        {
            throw Fault($"gives a '{_columns[ordinal - 1]}' that cannot be read: {e.Message}", e);
        }
    }

    private long ReadTime()
    {
        if (_reader.IsDBNull(_timeOrdinal)) throw Fault($"gives a point whose '{_dataSet.TimeColumn}' is null");
        return ColumnWriters.Instant(_reader.GetDateTime(_timeOrdinal)).ToUnixTimeMilliseconds();
    }

    private StoreException Missing(string role, string name, string[] names) =>
        Fault($"gives no column '{name}', which the pack names as its {role}; it gives: {string.Join(", ", names)}");

    private StoreException Fault(string what, Exception? inner = null) => new(StoreFailure.Statement, $"data set {_dataSet.Name} {what}", inner);

    private sealed class Topic(string key, long since)
    {
        public string Key { get; } = key;

        /// <summary>The last point known before this poll, in unix milliseconds.</summary>
        public long Since { get; } = since;

        /// <summary>The last point read; rows must not go back.</summary>
        public long LastTime { get; set; } = long.MinValue;

        /// <summary>Made with the first row: most topics of a large batch may have none.</summary>
        public ResultRowsBuilder? Rows { get; set; }
    }
}
