using System.Text.Json.Nodes;
using Realtime.Operations.Doctor;

namespace Realtime.Node.Tests.Operations;

public class ChecksTests
{
    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(-240, 0, false)]
    [InlineData(400, 200, false)]
    [InlineData(-400, 20, true)]
    public void A_clock_is_off_when_it_is_surely_off(double offMs, double uncertainMs, bool todo) => Assert.Equal(todo, Checks.Clock("a", offMs, uncertainMs).Todo is not null);

    [Theory]
    [InlineData(65_536, 300, false)]
    [InlineData(65_536, 60_000, true)]
    [InlineData(1024, 300, true)]
    public void Open_files_are_few_when_browsers_would_use_them_up(long limit, long open, bool todo) =>
        Assert.Equal(todo, Checks.Files(new JsonObject { ["node"] = "a", ["open_files_limit"] = limit, ["open_files"] = open }).Todo is not null);

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    public void As_many_presence_buckets_as_travel_together_must_fit_twice_into_a_message(long bytes, bool todo) =>
        Assert.Equal(todo, Checks.Frame(new JsonObject { ["node"] = "a", ["max_frame_bytes"] = 1_000_000L, ["largest_bucket_bytes"] = bytes, ["buckets_in_a_message"] = 50L }).Todo is not null);

    [Fact]
    public void A_setting_that_differs_is_named_with_its_values_and_nodes()
    {
        var facts = new[] { Fact("a", "00:00:05"), Fact("b", "00:00:05"), Fact("c", "00:00:01") };
        var advice = Assert.Single(Checks.Same("settings", facts));
        Assert.Equal("Realtime:Interval: '00:00:05' on a, b; '00:00:01' on c", advice.Found);
        Assert.NotNull(advice.Todo);
        Assert.Null(Assert.Single(Checks.Same("settings", facts[..2])).Todo);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(70, true)]
    public void A_store_must_take_the_connections_of_all_nodes(long takes, bool todo)
    {
        var stores = new[] { "a", "b", "c" }.Select(node => new JsonObject { ["node"] = node, ["kind"] = "PostgreSQL", ["version"] = "15", ["pool"] = 25L, ["max_connections"] = takes }).ToArray();
        Assert.Equal(todo, Checks.Store(stores).Single(a => a.Check == "store connections").Todo is not null);
        Assert.All(Checks.Store(stores).Where(a => a.Check == "store"), a => Assert.Null(a.Todo));
    }

    [Fact]
    public void A_store_that_is_away_is_told_of_with_its_reason()
    {
        var away = new JsonObject { ["node"] = "a", ["kind"] = "Postgres", ["fault"] = "does not answer" };
        var advice = Assert.Single(Checks.Store([away]));
        Assert.Equal("does not answer", advice.Found);
        Assert.NotNull(advice.Todo);
    }

    private static JsonObject Fact(string node, string interval) => new() { ["node"] = node, ["Realtime:Interval"] = interval, ["Realtime:Pack"] = "video" };
}
