using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Tests.Topics;

/// <summary>Which nodes are sent what changed.</summary>
public class TopicDeltaTests : TopicWorld
{
    [Fact]
    public async Task What_changed_goes_only_to_nodes_that_take_it_beside_the_whole_result()
    {
        var topic = Start();
        topic.Tell(Subscription(), Relay);
        Relay.ExpectMsg<SubscribeAck>();
        Answer(1);
        var first = Relay.ExpectMsg<DataFrame>();
        await ToNextBeatAsync(topic);
        Answer(2);
        var second = Relay.ExpectMsg<DataFrame>();
        Assert.Equal((null, null), (first.Delta, second.Delta));

        var other = CreateTestProbe();
        topic.Tell(Subscription(other, node: 2) with { WantsDeltas = true }, other);
        other.ExpectMsg<SubscribeAck>();
        Assert.Null(other.ExpectMsg<DataFrame>().Delta);
        await ToNextBeatAsync(topic);
        Answer(3);

        var (theirs, others) = (Relay.ExpectMsg<DataFrame>(), other.ExpectMsg<DataFrame>());
        Assert.Null(theirs.Delta);
        Assert.Equal(second.Base, others.Delta!.Base);
        Assert.Equal("[[\"BR\",3]]", others.Delta.Payload.Json().Text("upsert"));
        Assert.Equal(theirs.Payload.ToArray(), others.Payload.ToArray());
    }

    private void Answer(int viewers)
    {
        var question = Batcher.ExpectMsg<StoreQuestion>();
        Batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["country", "viewers"], Results.Rows([("[\"US\",100000]", null), ($"[\"BR\",{viewers}]", null), ("[\"CL\",200000]", null), ("[\"DE\",200000]", null)])));
    }
}
