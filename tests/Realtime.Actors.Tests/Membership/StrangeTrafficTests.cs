using Akka.Actor;
using Akka.Configuration;
using Realtime.Testing;

namespace Realtime.Actors.Tests.Membership;

/// <summary>What a member does with what no member would send: it goes on.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class StrangeTrafficTests
{
    [Fact]
    public async Task Garbage_is_logged_costs_no_memory_and_the_cluster_goes_on()
    {
        var members = await LighthouseProcess.StartAsync(2);
        try
        {
            await GarbageOnThePort.SendAsync(members[0].Port);
            var before = members[0].MemoryBytes;
            for (var i = 0; i < 50; i++) await GarbageOnThePort.SendAsync(members[0].Port);
            await Eventually.HoldsAsync(() => members[0].Says("TooLongFrameException") || members[0].Says("Adjusted frame length"), "the frame that is too long is logged");
            // 100 GB were announced: what is left in memory may be logs and sockets, a hundredth of one such frame.
            Assert.InRange(members[0].MemoryBytes - before, long.MinValue, 100 << 20);
            Assert.All(members, m => Assert.False(m.Says("Poll permit withdrawn"), m.Output));
            Assert.All(members, m => Assert.False(m.HasExited));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(members[0].Output, e);
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_message_of_an_unregistered_type_is_refused_logged_and_hurts_nobody()
    {
        var port = FreePort.Next();
        await using var member = LighthouseProcess.StartAlone(port, $"127.0.0.1:{port}");
        await Eventually.HoldsAsync(() => member.Says("1 of 1 members answer"), "it is up", TimeSpan.FromSeconds(60));
        // A peer that sends whatever it likes, as Newtonsoft's JSON with a type's name in it.
        using var peer = ActorSystem.Create("realtime", ConfigurationFactory.ParseString(
            "akka { loglevel = OFF, actor.provider = remote, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }"));
        try
        {
            var target = peer.ActorSelection($"akka.tcp://realtime@127.0.0.1:{port}/user/operations");
            await Eventually.HoldsAsync(
                () =>
                {
                    target.Tell(new Unregistered("x"));
                    return member.Says("SerializationException") || member.Says("serializ", "Unregistered");
                },
                "the message is refused and logged");
            Assert.False(member.HasExited);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(member.Output, e);
        }
        finally
        {
            await peer.Terminate();
        }
    }

    private sealed record Unregistered(string Text);
}
