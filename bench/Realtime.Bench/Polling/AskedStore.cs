using System.Data.Common;
using System.Globalization;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Polling;

/// <summary>A store with a table of events, twenty of five kinds for each of 10,000 topics, and how three ways of asking it are written.</summary>
internal abstract class AskedStore : IAsyncDisposable
{
    /// <summary>That have events.</summary>
    public const int Topics = 10_000;

    /// <summary>Makes and fills the table, in any dialect.</summary>
    protected static readonly string Filling = string.Create(CultureInfo.InvariantCulture, $"""
        create table event as select 't' || t as topic, 'kind ' || e % 5 as kind, e * 7 + t as value from generate_series(0, {Topics - 1}) as a (t), generate_series(1, 20) as b (e) order by e, t;
        create index event_topic on event (topic);
        """);

    /// <summary>What a node needs to poll it.</summary>
    public abstract string[] NodeArguments { get; }

    /// <summary>The pack's data set: any number of topics in one statement.</summary>
    public string PackSql => $"select topic, kind, count(*) as events, sum(value)::bigint as total from event where {OneOf("topic")} group by topic, kind";

    /// <summary>A statement for the topics of a batch, each asked apart in a lateral join.</summary>
    public string LateralSql => $"select t.k as topic, r.* from {Keys} cross join lateral (select kind, count(*) as events, sum(value)::bigint as total from event where topic = t.k group by kind) as r";

    /// <summary>The keys as the table t with the column k.</summary>
    protected abstract string Keys { get; }

    /// <summary>Opens a connection whose calls block.</summary>
    public abstract DbConnection Open();

    /// <summary>A statement with the keys as its first parameter.</summary>
    public abstract DbCommand Command(DbConnection connection, string sql, string[] keys);

    /// <summary>CPU that the store has used so far for a node that polls it, or for this process where there is none.</summary>
    public abstract TimeSpan Cpu(ServerProcess? node);

    public abstract ValueTask DisposeAsync();

    /// <summary>That a column is one of the keys.</summary>
    protected abstract string OneOf(string column);

    /// <summary>Time on a core in a file schedstat of the kernel; zero when its process has ended.</summary>
    protected static TimeSpan OnCore(string folder)
    {
        try
        {
            return TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / 1e3);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }
}
