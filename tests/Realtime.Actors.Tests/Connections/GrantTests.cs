using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Connections;

public class GrantTests
{
    [Theory]
    [InlineData("acme", "acme", true)]
    [InlineData("acme", "acme:eu", false)]
    [InlineData("acme", "acm", false)]
    [InlineData("acme:*", "acme:eu", true)]
    [InlineData("acme:*", "acme:", true)]
    [InlineData("acme:*", "acme", false)]
    [InlineData("*", "anything", true)]
    [InlineData("Acme", "acme", false)]
    [InlineData("", "acme", false)]
    public void A_pattern_is_a_key_or_the_beginning_of_keys(string pattern, string key, bool allowed) =>
        Assert.Equal(allowed, new Grant { Topics = [pattern] }.Allows(new TopicKey(key)));

    [Fact]
    public void No_pattern_allows_nothing() => Assert.False(new Grant { Topics = [] }.Allows(new TopicKey("acme")));

    [Theory]
    [InlineData(PresenceMode.List, PresenceMode.Count, PresenceMode.Count)]
    [InlineData(PresenceMode.Off, PresenceMode.List, PresenceMode.Off)]
    [InlineData(PresenceMode.Count, PresenceMode.Off, PresenceMode.Off)]
    public void A_client_is_told_what_it_asks_for_and_no_more_than_it_may(PresenceMode asked, PresenceMode granted, PresenceMode told) =>
        Assert.Equal(told, new Grant { Presence = granted }.Narrow(new JoinParameters { Presence = asked }).Presence);

    [Fact]
    public void With_a_user_a_client_is_shown_as_that_one_if_it_wants_to_be_shown()
    {
        var grant = new Grant { User = "ada" };
        Assert.Equal("ada", grant.Narrow(new JoinParameters { Key = "grace" }).Key);
        Assert.Null(grant.Narrow(JoinParameters.Default).Key);
        Assert.Same(JoinParameters.Default, Grant.Anything.Narrow(JoinParameters.Default));
    }
}
