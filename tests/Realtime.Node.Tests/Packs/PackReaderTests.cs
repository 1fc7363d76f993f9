using Realtime.Actors.Polling;
using Realtime.Node.Stores.Packs;

namespace Realtime.Node.Tests.Packs;

public sealed class PackReaderTests : IDisposable
{
    private const string GoodSql = "select k as topic, 1 as one from unnest($1) as t (k)";
    private const string GoodSeries = "select k as topic, $2 as time from unnest($1, $3) as t (k, s)";

    private readonly string _base = Directory.CreateTempSubdirectory("realtime-packs-").FullName;

    public void Dispose() => Directory.Delete(_base, recursive: true);

    private string Write(string pack, string json, params (string Name, string Sql)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_base, "datasets", pack)).FullName;
        File.WriteAllText(Path.Combine(folder, "pack.json"), json);
        foreach (var (name, sql) in files) File.WriteAllText(Path.Combine(folder, name), sql);
        return folder;
    }

    private string[] Faults(string json, params (string Name, string Sql)[] files)
    {
        Write("p", json, files);
        var reading = PackReader.Read("p", "postgres", _base);
        Assert.Null(reading.Pack);
        return [.. reading.Faults];
    }

    private string OnlyFault(string json, params (string Name, string Sql)[] files) => Assert.Single(Faults(json, files));

    /// <summary>Of one data set, its SQL right.</summary>
    private string OnlyFaultOf(string entry) => OnlyFault($$"""{"dataSets":[{{entry}}]}""", ("a.sql", GoodSql), ("s.sql", GoodSeries));

    [Theory]
    [InlineData("video", "duckdb")]
    [InlineData("video", "postgres")]
    [InlineData("postgres", "postgres")]
    public void Every_shipped_pack_has_four_data_sets_and_topics(string pack, string dialect)
    {
        var reading = PackReader.Read(pack, dialect, AppContext.BaseDirectory);
        Assert.Empty(reading.Faults);
        Assert.Equal(4, reading.Pack!.DataSets.Length);
        Assert.Equal(pack, reading.Pack.Name);
        Assert.NotNull(reading.Pack.TopicsSql);
    }

    [Fact]
    public void The_video_pack_keeps_the_names_of_its_data_sets()
    {
        var pack = PackReader.Read("video", "duckdb", AppContext.BaseDirectory).Pack!;
        Assert.Equal(["concurrent_viewers_by_country", "time_series", "startup_time", "top_concurrent_video_title"], pack.DataSets.Select(d => d.Name).ToArray());
        Assert.Equal([DataSetKind.Table, DataSetKind.Series, DataSetKind.Histogram, DataSetKind.Table], pack.DataSets.Select(d => d.Kind).ToArray());
        Assert.Equal(TimeSpan.FromMinutes(30), pack.DataSets[1].Window);
        Assert.NotNull(pack.AsOfSql);
    }

    [Fact]
    public void A_pack_for_another_store_says_which()
    {
        var faults = PackReader.Read("postgres", "duckdb", AppContext.BaseDirectory).Faults;
        Assert.Equal(4, faults.Length);
        Assert.Contains("found only throughput.postgres.sql", faults[1]);
    }

    [Fact]
    public void A_new_data_set_costs_one_file_and_one_entry()
    {
        Write("p", """{"dataSets": [{"name": "a", "kind": "table", "key": ["one"]}]}""", ("a.sql", GoodSql));
        var reading = PackReader.Read("p", "duckdb", _base);
        Assert.Empty(reading.Faults);
        var dataSet = Assert.Single(reading.Pack!.DataSets);
        Assert.Equal(("a", DataSetKind.Table, GoodSql), (dataSet.Name, dataSet.Kind, dataSet.Sql));
    }

    [Fact]
    public void SQL_for_the_dialect_goes_before_SQL_for_all()
    {
        Write("p", """{"dataSets": [{"name": "a", "kind": "table", "key": ["one"]}]}""", ("a.sql", GoodSql), ("a.duckdb.sql", GoodSql + " -- duck"));
        Assert.EndsWith("-- duck", PackReader.Read("p", "duckdb", _base).Pack!.DataSets[0].Sql);
        Assert.Equal(GoodSql, PackReader.Read("p", "postgres", _base).Pack!.DataSets[0].Sql);
    }

    [Fact]
    public void A_pack_can_lie_anywhere()
    {
        var folder = Write("p", """{"dataSets": [{"name": "a", "kind": "table", "key": ["one"],},], /* trailing commas and comments are fine */}""", ("a.sql", GoodSql));
        var reading = PackReader.Read(folder + Path.DirectorySeparatorChar, "duckdb", "/nowhere");
        Assert.Empty(reading.Faults);
        Assert.Equal("p", reading.Pack!.Name);
    }

    [Fact]
    public void A_data_set_may_have_an_interval_of_its_own()
    {
        Write(
            "p", """{"dataSets": [{"name": "a", "kind": "table", "key": ["one"]}, {"name": "s", "kind": "series", "time": "time", "interval": "00:00:30"}]}""",
            ("a.sql", GoodSql), ("s.sql", GoodSeries));

        Assert.Equal([null, TimeSpan.FromSeconds(30)], PackReader.Read("p", "postgres", _base).Pack!.DataSets.Select(d => d.Interval));
    }

    [Fact]
    public void A_missing_pack_names_those_that_exist()
    {
        Write("alpha", "{}");
        Write("beta", "{}");
        Assert.Contains("there is no pack 'vidoe'", PackReader.Read("vidoe", "duckdb", _base).Faults[0]);
        Assert.Contains("has: alpha, beta", PackReader.Read("vidoe", "duckdb", _base).Faults[0]);
        Assert.Contains("there is no folder /no/where", PackReader.Read("/no/where", "duckdb", _base).Faults[0]);
        Assert.Contains("has: alpha, beta", PackReader.Read("", "duckdb", _base).Faults[0]);
        Directory.CreateDirectory(Path.Combine(_base, "datasets", "bare"));
        Assert.Contains("has no pack.json", PackReader.Read("bare", "duckdb", _base).Faults[0]);
    }

    [Fact]
    public void An_unknown_dialect_is_a_fault() => Assert.Contains("no dialect 'oracle': expected duckdb or postgres", PackReader.Read("video", "oracle", _base).Faults[0]);

    [Fact]
    public void Bad_JSON_names_its_line()
    {
        Assert.Contains("no valid JSON at line 3", OnlyFault("{\n\"dataSets\": [\n  oops\n]}"));
        Assert.Contains("no valid JSON", OnlyFault("""{"dataSets": [], "dataSets": []}"""));
        Assert.Contains("pack.json is an array: expected an object", OnlyFault("[]"));
        Assert.Contains("has no dataSets", OnlyFault("{}"));
        Assert.Contains("has no dataSets", OnlyFault("""{"dataSets": []}"""));
        Assert.Contains("dataSets[0] is a number", OnlyFault("""{"dataSets": [1]}"""));
    }

    [Theory]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"colour":5}""", "dataSets[0] has the unknown property 'colour'")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"interval":5}""", "dataSets[0].interval is a number: expected a text")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"interval":"5"}""", "has the interval '5': expected a time hh:mm:ss from 00:00:00.2000000 to 01:00:00")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"interval":"00:00:00.1"}""", "has the interval '00:00:00.1': expected a time")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"interval":"01:00:01"}""", "has the interval '01:00:01': expected a time")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"interval":"-00:00:05"}""", "has the interval '-00:00:05': expected a time")]
    [InlineData("""{"kind":"table","key":["one"]}""", "dataSets[0] has no name")]
    [InlineData("""{"name":"Bad-Name","kind":"table","key":["one"]}""", "'Bad-Name' is no name for a data set")]
    [InlineData("""{"name":"phx_reply","kind":"table","key":["one"]}""", "events that begin with phx_ belong to the protocol")]
    [InlineData("""{"name":"presence_diff","kind":"table","key":["one"]}""", "events that begin with presence_ belong to the protocol")]
    [InlineData("""{"name":"a","kind":"chart","key":["one"]}""", "is of kind 'chart': expected table, histogram, series or sampled")]
    [InlineData("""{"name":"a","kind":"table"}""", "has no key")]
    [InlineData("""{"name":"a","kind":"histogram","key":[]}""", "has no key")]
    [InlineData("""{"name":"a","kind":"table","key":["one","one"]}""", "names a key column twice")]
    [InlineData("""{"name":"a","kind":"table","key":["topic"]}""", "names the column 'topic'")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"time":"time"}""", "names a time column: only series and sampled have one")]
    [InlineData("""{"name":"a","kind":"table","key":["one"],"window":"30m"}""", "has a window: only series and sampled have one")]
    [InlineData("""{"name":"s","kind":"series"}""", "names no time column")]
    [InlineData("""{"name":"s","kind":"series","time":"time","key":["one"]}""", "has a key: its time column tells points apart")]
    [InlineData("""{"name":"s","kind":"series","time":"time","window":"30"}""", "has the window '30': expected a number and s, m or h")]
    [InlineData("""{"name":"s","kind":"series","time":"time","window":"9999h"}""", "has the window '9999h'")]
    [InlineData("""{"name":"a","kind":"table","key":"one"}""", "dataSets[0].key is a text: expected an array of column names")]
    public void Each_wrong_entry_says_what_would_be_right(string entry, string expected)
    {
        Write("p", $$"""{"dataSets":[{{entry}}]}""", ("a.sql", GoodSql), ("s.sql", GoodSeries), ("phx_reply.sql", GoodSql), ("presence_diff.sql", GoodSql));
        var faults = PackReader.Read("p", "postgres", _base).Faults;
        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
        // A wrong type of key leaves no key: two faults, both true.
        Assert.Equal(expected.Contains(".key is", StringComparison.Ordinal) ? 2 : 1, faults.Length);
    }

    [Theory]
    [InlineData("select 1 as topic, 2 as one", "never mentions $1")]
    [InlineData("select 1 as topic, '$1' as one -- $1 /* $1", "never mentions $1")]
    [InlineData("select $$ $1 $$ as topic, \"$1\" as one /* /* $1 */ $1 */", "never mentions $1")]
    [InlineData("select $1 as topic, $4 as one", "mentions $4: expected $1 (topic keys)")]
    [InlineData("select $1 as topic, $0 as one", "mentions $0")]
    [InlineData("select $1 as topic; select 2;", "more than one statement")]
    [InlineData(" -- nothing\n;", "is empty")]
    public void Each_wrong_statement_says_what_would_be_right(string sql, string expected) =>
        Assert.Contains(expected, OnlyFault("""{"dataSets":[{"name":"a","kind":"table","key":["one"]}]}""", ("a.sql", sql)));

    [Fact]
    public void A_series_must_ask_for_newer_points()
    {
        Assert.Contains("never mentions $3", OnlyFault("""{"dataSets":[{"name":"s","kind":"series","time":"time"}]}""", ("s.sql", GoodSql)));
        Write("p", """{"dataSets":[{"name":"s","kind":"series","time":"time"}]}""", ("s.sql", "select $1 as topic, $3 as time"));
        Assert.Contains("mentions $3 and not $2", Assert.Single(PackReader.Read("p", "duckdb", _base).Faults));
        Assert.Empty(PackReader.Read("p", "postgres", _base).Faults);
    }

    [Fact]
    public void A_missing_file_says_what_it_should_be_called()
    {
        var entry = """{"name":"gone","kind":"table","key":["one"]}""";
        Assert.Contains("expected gone.postgres.sql or gone.sql, found neither", OnlyFaultOf(entry));
    }

    [Fact]
    public void A_name_listed_twice_is_a_fault()
    {
        var entry = """{"name":"a","kind":"table","key":["one"]}""";
        Assert.Contains("'a' is listed twice", OnlyFaultOf($"{entry},{entry}"));
    }

    [Fact]
    public void As_of_and_topics_take_no_parameters()
    {
        var faults = Faults(
            """{"dataSets":[{"name":"a","kind":"table","key":["one"]}]}""", ("a.sql", GoodSql), ("as_of.sql", "select $2"), ("topics.postgres.sql", "-- later"));
        Assert.Equal(["pack p: as_of.sql mentions $2: it is given no parameters", "pack p: topics.sql is empty"], faults);
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(
            6,
            Faults(
                """{"colour":1,"dataSets":[{"name":"a","kind":"pie"},{"name":"a","kind":"table","key":["one"]},{"name":"gone","kind":"series"}]}""",
                ("a.sql", GoodSql), ("as_of.sql", ";")).Length);
}
