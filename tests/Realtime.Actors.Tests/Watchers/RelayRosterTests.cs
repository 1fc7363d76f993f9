using System.Text;
using Akka.Actor;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Watchers;

/// <summary>What a relay reports of who watches, and what its browsers see.</summary>
public class RelayRosterTests : RelayWorld
{
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_list_comes_after_the_join_with_its_join_ref_and_diffs_follow_as_broadcasts()
    {
        var relay = await JoinedAsync(Named(1, "ann"), roster: 9);
        var report = Owner.ExpectMsg<WatchersReport>();
        Assert.Equal((42, 1, RosterKind.List, true, 1, 1), (report.NodeUid, report.Number, report.Kind, report.Asks, report.Watching, report.Members));
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, report.Joins, [], 1));
        await UpdateAsync(relay, Tabs.Update(11, RosterKind.Changes, [Tabs.Tab("b1", "bob")], [], 2));
        var late = new HeldCarrier();
        await JoinAsync(Named(2, "cid", late));

        var ann = Encoding.UTF8.GetString(report.Joins[0].Meta.Span);
        Assert.Equal(
            [
                $$$"""["1",null,"realtime:acme","presence_state",{"ann":{"metas":[{{{ann}}}]}}]""",
                """[null,null,"realtime:acme","presence_diff",{"joins":{"bob":{"metas":[{"phx_ref":"b1","online_at":1}]}},"leaves":{}}]""",
            ],
            Carrier.Sent[1..]);
        Assert.Equal($$$"""["2",null,"realtime:acme","presence_state",{"ann":{"metas":[{{{ann}}}]},"bob":{"metas":[{"phx_ref":"b1","online_at":1}]}}]""", Assert.Single(late.Sent[1..]));
    }

    [Fact]
    public async Task Reports_are_half_a_second_apart_and_a_rejoin_is_a_leave_and_a_join_that_names_it()
    {
        var before = Named(1, "ann");
        var relay = await JoinedAsync(before, roster: 9);
        var first = Owner.ExpectMsg<WatchersReport>();
        Relays.Tell(new JoinTopic(Named(2, "ann"), Token("r2"), before));
        await SettleAsync(Relays, relay);
        Assert.False(Owner.HasMessages);
        await AdvanceAsync(HalfASecond, relay);

        var second = Owner.ExpectMsg<WatchersReport>();
        Assert.Equal((2, RosterKind.Changes, first.Joins.Refs(), 1), (second.Number, second.Kind, second.Leaves.Joined(), second.Watching));
        var meta = second.Joins[0].Meta.Json();
        Assert.Equal((first.Joins.Refs(), second.Joins.Refs()), (meta.Text("phx_ref_prev"), meta.Text("phx_ref")));
        Assert.NotEqual(first.Joins.Refs(), second.Joins.Refs());
        Assert.Equal("pro", meta.Text("plan"));
    }

    [Fact]
    public async Task From_a_named_join_to_the_roster_that_shows_it_is_measured_once_for_each_name()
    {
        using var took = new MetricCollector<double>(Meter, "realtime.presence.convergence");
        var relay = await JoinedAsync(Named(1, "ann"), roster: 9);
        var report = Owner.ExpectMsg<WatchersReport>();
        await AdvanceAsync(HalfASecond, relay);
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, [.. report.Joins, Tabs.Tab("b1", "bob of another node")], [], 2));
        await UpdateAsync(relay, Tabs.Update(11, RosterKind.List, report.Joins, [], 1));

        Assert.InRange(Assert.Single(took.GetMeasurementSnapshot()).Value, 0.5, 0.52);
    }

    [Fact]
    public async Task Who_only_counts_gets_counts_and_who_wants_nothing_gets_nothing()
    {
        var (counter, nothing, list) = (new HeldCarrier(), new HeldCarrier(), new HeldCarrier());
        var relay = await JoinedAsync(Named(1, "ann", counter, PresenceMode.Count), roster: 9);
        await JoinAsync(Named(2, "bob", nothing, PresenceMode.Off));
        await JoinAsync(Channel(3, list));
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, [Tabs.Tab("a1", "ann"), Tabs.Tab("b1", "bob")], [], 3, 2));
        await UpdateAsync(relay, Tabs.Update(11, RosterKind.Changes, [Tabs.Tab("c1", "cid")], ["b1"], 3, 2));

        Assert.Equal(["""[null,null,"realtime:acme","presence_count",{"watching":3}]"""], counter.Sent[1..]);
        Assert.Empty(nothing.Sent[1..]);
        Assert.Equal(["presence_state", "presence_count", "presence_diff"], Events(list));
        await AdvanceAsync(HalfASecond, relay);
        Assert.Equal((3, 2), Owner.FishForMessage<WatchersReport>(report => report.Number == 2) is var all ? (all.Watching, all.Members) : default);
    }

    [Fact]
    public async Task A_list_that_turns_into_a_count_is_emptied_and_later_filled_again()
    {
        var relay = await JoinedAsync(Named(1, "ann"), roster: 9);
        var own = Owner.ExpectMsg<WatchersReport>().Joins;
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, own, [], 1));
        await UpdateAsync(relay, Tabs.Update(11, RosterKind.Numbers, [], [], 250));
        await UpdateAsync(relay, Tabs.Update(12, RosterKind.Numbers, [], [], 140));
        await AdvanceAsync(HalfASecond, relay);
        Assert.Equal(RosterKind.List, Owner.ExpectMsg<WatchersReport>().Kind);
        await UpdateAsync(relay, Tabs.Update(13, RosterKind.List, [.. own, .. Tabs.Many(139)], [], 140));

        Assert.Equal(["presence_state", "presence_state", "presence_count", "presence_count", "presence_state", "presence_count"], Events(Carrier));
        Assert.EndsWith("\"presence_state\",{}]", Carrier.Sent[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_new_owner_browsers_see_only_the_difference()
    {
        var relay = await JoinedAsync(Named(1, "ann"), roster: 9);
        var own = Owner.ExpectMsg<WatchersReport>().Joins;
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, [.. own, Tabs.Tab("b1")], [], 2));
        relay.Tell(new TopicMoved(Frames.Key));
        await AcknowledgeAsync(roster: 500);
        await AdvanceAsync(HalfASecond, relay);
        var report = Owner.ExpectMsg<WatchersReport>();
        Assert.Equal((RosterKind.List, true, own.Refs()), (report.Kind, report.Asks, report.Joins.Refs()));
        // A change of the owner before is none of the new one.
        await UpdateAsync(relay, Tabs.Update(11, RosterKind.Changes, [], ["b1"], 1));
        await UpdateAsync(relay, Tabs.Update(501, RosterKind.List, [.. own, Tabs.Tab("b1")], [], 2));
        await UpdateAsync(relay, Tabs.Update(502, RosterKind.List, own, [], 1));

        Assert.Equal(["presence_state", "presence_diff"], Events(Carrier));
        Assert.Contains("\"joins\":{},\"leaves\":{\"b1\"", Carrier.Sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_lost_on_the_way_is_noticed_by_its_number_and_asked_for()
    {
        var relay = await JoinedAsync(Named(1, "ann"), roster: 9);
        var own = Owner.ExpectMsg<WatchersReport>().Joins;
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, own, [], 1));
        await UpdateAsync(relay, Tabs.Update(12, RosterKind.Changes, [Tabs.Tab("c1")], [], 3));
        await AdvanceAsync(HalfASecond, relay);
        Assert.Equal((RosterKind.List, true), Owner.ExpectMsg<WatchersReport>() is var asked ? (asked.Kind, asked.Asks) : default);

        await UpdateAsync(relay, Tabs.Update(12, RosterKind.List, [.. own, Tabs.Tab("b1"), Tabs.Tab("c1")], [], 3));
        // A renewed lease brings the owner's number: the same, so only a report that shows by its number whether one was lost.
        relay.Tell(new Reassert(Frames.Key));
        await AcknowledgeAsync(roster: 12);
        await AdvanceAsync(HalfASecond, relay);
        var check = Owner.ExpectMsg<WatchersReport>();
        Assert.Equal((3, RosterKind.Changes, false, 0), (check.Number, check.Kind, check.Asks, check.Joins.Length));
        relay.Tell(new TellWatchers(Frames.Key), Owner);
        await AdvanceAsync(HalfASecond, relay);
        Assert.Equal((4, RosterKind.List, false), Owner.ExpectMsg<WatchersReport>() is var all ? (all.Number, all.Kind, all.Asks) : default);
    }

    [Fact]
    public async Task A_slow_client_gets_one_state_in_place_of_all_the_diffs_it_did_not_take()
    {
        var slow = new HeldCarrier { Holds = true };
        var channel = new Channel(Frames.Key, Token("1"), Token("realtime:acme"), new Outbox(slow, new OutboxLimits { Count = 3 }), Connection);
        var relay = await JoinedAsync(channel, roster: 9);
        await UpdateAsync(relay, Tabs.Update(10, RosterKind.List, Tabs.Many(1), [], 1));
        for (var i = 1; i < 20; i++) await UpdateAsync(relay, Tabs.Update(10 + i, RosterKind.Changes, [Tabs.Tab($"x{i}")], [$"x{i - 1}"], 2));
        Assert.True(channel.Outbox.WaitingBytes < 1000);
        slow.Holds = false;
        while (slow.Complete()) await SettleAsync(relay);

        Assert.Equal("presence_state", Events(slow)[^1]);
        Assert.Contains("{\"t0\":{\"metas\":[{\"phx_ref\":\"t0\",\"online_at\":1}]},\"x19\"", slow.Sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_crashed_tells_of_those_who_came_again_and_of_nobody_else()
    {
        var relay = await JoinedAsync(Named(1, "ann"), roster: 9);
        var before = Owner.ExpectMsg<WatchersReport>().Joins.Refs();
        Crash(relay);
        await JoinAsync(Named(2, "ann"));
        await AcknowledgeAsync(roster: 9);

        var report = Owner.ExpectMsg<WatchersReport>();
        Assert.Equal((1, RosterKind.List, 1), (report.Number, report.Kind, report.Watching));
        Assert.NotEqual(before, report.Joins.Refs());
    }

    private Channel Named(int joinRef, string key, HeldCarrier? carrier = null, PresenceMode mode = PresenceMode.List)
    {
        var channel = Channel(joinRef, carrier);
        channel.Parameters = new JoinParameters { Key = key, Presence = mode, Meta = Encoding.UTF8.GetBytes("""{"plan":"pro"}""") };
        return channel;
    }

    private async Task UpdateAsync(IActorRef relay, RosterUpdate update)
    {
        relay.Tell(update, Owner);
        await SettleAsync(relay);
    }

    /// <summary>Events of what follows the reply.</summary>
    private static string[] Events(HeldCarrier carrier) => [.. carrier.Sent[1..].Select(text => System.Text.Json.JsonElement.Parse(text)[3].GetString()!)];
}
