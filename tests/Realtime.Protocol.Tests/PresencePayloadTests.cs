using System.Text;

namespace Realtime.Protocol.Tests;

/// <summary>The exact bytes of what presence tells browsers.</summary>
public class PresencePayloadTests
{
    private static readonly Watcher Tab1 = Tab("a1", "ann");
    private static readonly Watcher Tab2 = Tab("a2", "ann");
    private static readonly Watcher Bob = Tab("b1", "bob \"the\" 1st");

    [Fact]
    public void A_user_is_one_key_and_each_tab_one_meta() => Assert.Equal(
        """{"ann":{"metas":[{"phx_ref":"a1","online_at":7},{"phx_ref":"a2","online_at":7}]},"bob \"the\" 1st":{"metas":[{"phx_ref":"b1","online_at":7}]}}""",
        Written.Text(to => PresencePayload.State(to, [Tab1, Bob, Tab2])));

    [Fact]
    public void Nobody_is_an_empty_list() => Assert.Equal("{}", Written.Text(to => PresencePayload.State(to, [])));

    [Fact]
    public void A_diff_always_has_joins_and_leaves() => Assert.Equal(
        """{"joins":{},"leaves":{"ann":{"metas":[{"phx_ref":"a1","online_at":7}]}}}""", Written.Text(to => PresencePayload.Diff(to, [], [Tab1])));

    [Fact]
    public void A_count_is_one_number() => Assert.Equal("""{"watching":20000}""", Written.Text(to => PresencePayload.Count(to, 20_000)));

    [Fact]
    public void Fields_of_the_client_follow_ours() => Assert.Equal(
        """{"phx_ref":"a2","online_at":7,"phx_ref_prev":"a1","name":"Ann","tabs":[1,{"phx_ref":2}]}""",
        Meta("a2", "a1", """{ "name":"Ann","tabs":[1,{"phx_ref":2}] }"""));

    [Theory]
    [InlineData("""{"phx_ref":"x","online_at":{"a":1},"phx_ref_prev":[2]}""", "")]
    [InlineData("""{"phx\u005fref":"x","b":1}""", ",\"b\":1")]
    [InlineData("""{"\ud800":1}""", ",\"\\ud800\":1")]
    [InlineData("{}", "")]
    [InlineData("", "")]
    public void The_clients_fields_never_take_the_place_of_ours(string fields, string left) =>
        Assert.Equal($$"""{"phx_ref":"a1","online_at":7{{left}}}""", Meta("a1", null, fields));

    private static Watcher Tab(string phxRef, string key) => new(phxRef, key, PresencePayload.Meta(phxRef, 7, null, []));

    private static string Meta(string phxRef, string? before, string fields) => Encoding.UTF8.GetString(PresencePayload.Meta(phxRef, 7, before, fields.Utf8()));
}
