using System.Text;
using System.Text.Json;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

/// <summary>A client of one data set that joins, goes and comes back with what it has, as phoenix.js does.</summary>
internal sealed class Watcher(bool delta, bool resumes, IActorRef connection)
{
    private HeldCarrier _carrier = new();
    private int _seen;

    public ClientRows Shown { get; } = new();

    public Channel? Channel { get; private set; }

    public List<string> Kinds { get; } = [];

    /// <summary>How often it came back and was told what changed, without the whole result.</summary>
    public int CaughtUp { get; private set; }

    /// <summary>A new channel on a new socket, with the parameters of this client.</summary>
    public Channel Join(int joinRef)
    {
        (_carrier, _seen) = (new HeldCarrier(), 0);
        var resume = resumes && Shown.Stand is { } stand ? $$$""","resume":{"viewers":{"epoch":"{{{stand.Epoch}}}","seq":{{{stand.Seq}}}}}""" : "";
        var parameters = JoinParameters.Read(Encoding.UTF8.GetBytes($$"""{"delta":{{(delta ? "true" : "false")}}{{resume}}}"""), out var fault);
        Assert.Null(fault);
        Channel = Frames.Channel(_carrier, joinRef, connection);
        Channel.Parameters = parameters;
        return Channel;
    }

    public void Gone() => Channel = null;

    /// <summary>Takes in what came: first the reply, and a delta only where it asked for such.</summary>
    public void Look()
    {
        var sent = _carrier.Sent;
        for (; _seen < sent.Length; _seen++)
        {
            var message = JsonElement.Parse(sent[_seen]);
            Assert.Equal(_seen == 0, message[3].GetString() == "phx_reply");
            if (message[3].GetString() != "viewers") continue;
            Shown.Take(message[4]);
            Kinds.Add(message[4].Text("kind"));
            if (_seen == 1 && Kinds[^1] == "delta") CaughtUp++;
        }

        Assert.True(delta || !Kinds.Contains("delta"), "a stock client got a delta");
        Assert.Equal(0, Shown.Unusable);
    }
}
