using System.Text;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

/// <summary>What every store must do alike.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoreContractTests(PostgresFixture postgres)
{
    private static readonly string[] AwkwardKeys =
    [
        "o'brien", "\"quoted\"", "'; drop table t; --", "$1", "/* */", "a,b{c}", "\\", "{null}", "null", "NULL", "Grüße 東京 🎥", "%_", " ", "a\u00a0b",
    ];

    private async Task OnBothAsync(Func<IDataStore, bool, Task> test, StoreOptions? options = null)
    {
        var server = await postgres.ServerAsync();
        await using var left = StoreWorld.Postgres(server.ConnectionString, options: options);
        await test(left, true);
        using var database = new DuckDbDatabase(null);
        using var right = StoreWorld.Duck(database, options: options);
        await test(right, false);
    }

    [PostgresFact]
    public Task Keys_are_parameters_whatever_they_hold() => OnBothAsync(async (store, _) =>
    {
        var echo = StoreWorld.Table("select t.k as topic, t.k as echo from (select unnest($1) as k) t", "echo");
        var result = await store.RunAsync(StoreWorld.Batch(echo, AwkwardKeys), CancellationToken.None);
        Assert.Equal(AwkwardKeys.Length, result.Rows.Count);
        foreach (var key in AwkwardKeys)
        {
            Assert.Equal(key, System.Text.Json.JsonSerializer.Deserialize<string[]>(Assert.Single(result.Rows(key)))![0]);
        }
    });

    [PostgresFact]
    public Task A_key_that_is_no_unicode_fails_as_a_statement_or_finds_nothing() => OnBothAsync(async (store, isPostgres) =>
    {
        var echo = StoreWorld.Table("select t.k as topic, 1 as one from (select unnest($1) as k) t", "one");
        var batch = StoreWorld.Batch(echo, ["\ud800", "good"]);
        if (isPostgres) Assert.Equal(StoreFailure.Statement, (await store.FailsAsync(batch)).Failure);
        else Assert.Single((await store.RunAsync(batch, CancellationToken.None)).Rows("good"));
    });

    [PostgresFact]
    public Task A_statement_may_leave_out_later_parameters() => OnBothAsync(async (store, _) =>
    {
        foreach (var sql in new[] { "select t.k as topic, 1 as one from (select unnest($1) as k) t", "select t.k as topic, $2 as one from (select unnest($1) as k) t" })
        {
            Assert.Single((await store.RunAsync(StoreWorld.Batch(StoreWorld.Table(sql, "one"), ["a"]), CancellationToken.None)).Rows);
        }
    });

    [PostgresFact]
    public Task Rows_of_a_key_nobody_asked_for_are_ignored_and_rows_of_topics_may_alternate() => OnBothAsync(async (store, _) =>
    {
        var mixed = StoreWorld.Table(
            "select * from (values ('a', 1), ('b', 2), ('a', 3), ('stranger', 4), (null, 5), ('b', 6)) v (topic, n) where $1 is not null order by n", "n");
        var result = await store.RunAsync(StoreWorld.Batch(mixed, ["a", "b", "c"]), CancellationToken.None);
        Assert.Equal(["a", "b"], result.Rows.Keys.Order().ToArray());
        Assert.Equal(["[1]", "[3]"], result.Rows("a"));
        Assert.Equal(["[2]", "[6]"], result.Rows("b"));
    });

    [PostgresFact]
    public Task A_refused_statement_says_what_the_store_says() => OnBothAsync(async (store, isPostgres) =>
    {
        var failure = await store.FailsAsync(StoreWorld.Batch(StoreWorld.Table("select a as topic, 1 as one from no_such_table where a = any($1)", "one"), ["a"]));
        Assert.Equal(StoreFailure.Statement, failure.Failure);
        Assert.Contains("no_such_table", failure.Message);
        Assert.Contains(isPostgres ? "test_table on 127.0.0.1" : "test_table on DuckDB", failure.Message);
    });

    [PostgresFact]
    public Task Columns_that_the_data_set_needs_must_be_there() => OnBothAsync(async (store, _) =>
    {
        async Task Expect(DataSet dataSet, string message)
        {
            var failure = await store.FailsAsync(StoreWorld.Batch(dataSet, ["a"]));
            Assert.Equal(StoreFailure.Statement, failure.Failure);
            Assert.Contains(message, failure.Message);
        }

        const string From = " from (select unnest($1) as k) t";
        await Expect(StoreWorld.Table("select t.k as property, 1 as one" + From, "one"), "expected topic first");
        await Expect(StoreWorld.Table("select t.k as topic" + From, "one"), "at least one more");
        await Expect(StoreWorld.Table("select t.k as topic, 1 as one" + From, "two"), "no column 'two', which the pack names as its key");
        await Expect(StoreWorld.Table("select 1 as topic, 1 as one where $1 is not null", "one"), "expected text");
        await Expect(StoreWorld.Series("select t.k as topic, 1 as one" + From), "no column 'time', which the pack names as its time");
        await Expect(StoreWorld.Series("select t.k as topic, 1 as time" + From), "expected timestamptz");
        await Expect(StoreWorld.Series("select t.k as topic, cast(null as timestamptz) as time" + From), "null");
        await Expect(StoreWorld.Series("select t.k as topic, $2 - p.i * interval '1 second' as time" + From + " cross join (values (1), (2)) p (i) order by p.i"), "order by time");
        await Expect(StoreWorld.Table("select t.k as topic, 1 as one, 2 as one" + From, "one"), "twice");
    });

    [PostgresFact]
    public Task A_point_that_is_known_is_not_given_again_for_its_microseconds() => OnBothAsync(async (store, _) =>
    {
        var series = StoreWorld.Series("select t.k as topic, cast('2030-05-06 12:00:00.000400+00' as timestamptz) as time from (select unnest($1) as k) t");
        var first = await store.RunAsync(StoreWorld.Batch(series, ["a"]), CancellationToken.None);
        var last = DateTimeOffset.FromUnixTimeMilliseconds(first.Rows["a"].LastTime!.Value);
        Assert.Empty((await store.RunAsync(StoreWorld.Batch(series, ["a"], since: [last]), CancellationToken.None)).Rows);
    });

    [PostgresFact]
    public Task Values_keep_their_type() => OnBothAsync(async (store, isPostgres) =>
    {
        const string Both = """
            select 'a' as topic, 1::smallint as a, 2::int as b, 3::bigint as c, 0.1::real as d, 0.25::float8 as e, 1.50::decimal(10, 2) as f, true as g,
                   'x"y' as h, cast('2030-01-01 00:00:00+00' as timestamptz) as i, cast('2030-01-01 00:00:00' as timestamp) as j, cast('2030-01-02' as date) as k,
                   cast('00000000-0000-7000-8000-000000000001' as uuid) as l, null as m, array[1, 2] as n, cast('nan' as float8) as o, interval '1 second' as p,
                   sum(5) as q
            where $1 is not null
            """;
        var rows = await store.RunAsync(StoreWorld.Batch(StoreWorld.Table(Both, "a"), ["a"]), CancellationToken.None);
        Assert.Equal(
            """[1,2,3,0.1,0.25,1.50,true,"x\"y",1893456000000,1893456000000,"2030-01-02","00000000-0000-7000-8000-000000000001",null,[1,2],null,1000,5]""",
            Assert.Single(rows.Rows("a")));
        if (!isPostgres) return;
        const string Own = """
            select 'a' as topic, 7::oid as a, 'c'::"char" as b, '{"x":1}'::jsonb as c, 'DE'::char(2) as d, 'n'::name as e, array['p"q'] as f where $1 is not null
            """;
        rows = await store.RunAsync(StoreWorld.Batch(StoreWorld.Table(Own, "a"), ["a"]), CancellationToken.None);
        Assert.Equal("""[7,"c",{"x": 1},"DE","n",["p\u0022q"]]""", Assert.Single(rows.Rows("a")));
    });

    [PostgresFact]
    public Task A_comment_names_the_poll_and_cannot_break_out() => OnBothAsync(async (store, _) =>
    {
        var batch = StoreWorld.Batch(StoreWorld.Table("select 'a' as topic, 1 as one where $1 is not null", "one"), ["a"]);
        Assert.Single((await store.RunAsync(batch with { Comment = "realtime test_table tick 17" }, CancellationToken.None)).Rows);
        await Assert.ThrowsAsync<ArgumentException>(() => store.RunAsync(batch with { Comment = "*/ drop table t; /*" }, CancellationToken.None));
    });

    [PostgresFact]
    public Task A_large_result_arrives_whole() => OnBothAsync(async (store, _) =>
    {
        var wide = StoreWorld.Table("select t.k as topic, n.i as n from (select unnest($1) as k) t cross join generate_series(1, 300) n (i)", "n");
        var keys = Enumerable.Range(0, 1000).Select(i => $"key {i}").ToArray();
        var result = await store.RunAsync(StoreWorld.Batch(wide, keys), CancellationToken.None);
        Assert.Equal(300_000, result.Rows.Values.Sum(rows => rows.Count));
        Assert.Equal("[300]", Encoding.UTF8.GetString(result.Rows["key 999"].Row(299)));
    });
}
