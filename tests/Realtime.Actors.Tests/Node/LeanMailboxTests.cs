using Akka.Actor;

namespace Realtime.Actors.Tests.Node;

public class LeanMailboxTests
{
    private readonly LeanMailbox.Queue _queue = new();

    [Fact]
    public void It_gives_what_it_got_in_that_order_however_often_it_runs_empty()
    {
        var random = new Random(7);
        var expected = new Queue<int>();
        for (var step = 0; step < 10_000; step++)
        {
            if (random.Next(2) == 0)
            {
                expected.Enqueue(step);
                Send(step);
            }
            else if (expected.TryDequeue(out var next))
            {
                Assert.True(_queue.TryDequeue(out var envelope));
                Assert.Equal(next, envelope.Message);
            }
            else
            {
                Assert.False(_queue.TryDequeue(out _));
            }

            Assert.Equal((expected.Count, expected.Count > 0), (_queue.Count, _queue.HasMessages));
        }
    }

    [Fact]
    public async Task What_many_senders_add_while_one_thread_takes_comes_once_each_and_in_each_senders_order()
    {
        const int Senders = 4;
        const int Each = 50_000;
        // Some pause now and then, so that it runs empty again and again.
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var n = 0; n < Each; n++)
            {
                Send((sender, n));
                if (n % (sender + 2) == 0) Thread.SpinWait(20);
            }
        })).ToList();
        var next = new int[Senders];
        var taken = await Task.Run(() =>
        {
            var count = 0;
            while (true)
            {
                // Asked before: what was there when all had ended must still come.
                var ended = senders.All(s => s.IsCompleted);
                if (_queue.TryDequeue(out var envelope))
                {
                    var (sender, n) = ((int, int))envelope.Message;
                    Assert.Equal(next[sender]++, n);
                    count++;
                }
                else if (ended)
                {
                    return count;
                }
                else
                {
                    // Leaves the cores to the senders, so that they meet.
                    Thread.Yield();
                }
            }
        });

        await Task.WhenAll(senders);
        Assert.Equal((Senders * Each, false, 0), (taken, _queue.HasMessages, _queue.Count));
    }

    [Fact]
    public void What_an_actor_leaves_behind_goes_to_dead_letters_in_its_order()
    {
        for (var n = 0; n < 3; n++) Send(n);
        var dead = new LeanMailbox.Queue();
        _queue.CleanUp(ActorRefs.Nobody, dead);

        var left = new List<object>();
        while (dead.TryDequeue(out var envelope)) left.Add(envelope.Message);
        Assert.Equal([0, 1, 2], left);
        Assert.False(_queue.HasMessages);
    }

    /// <summary>Whoever sends to an actor that has just run out of messages has to wake it.</summary>
    [Fact]
    public async Task An_actor_that_runs_out_of_messages_again_and_again_gets_all_of_them()
    {
        const int Rounds = 20_000;
        using var system = ActorSystem.Create("mailboxes", LeanMailbox.Conf);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = system.ActorOf(Props.Create(() => new Counting(4 * Rounds, last)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var n = 0; n < Rounds; n++)
            {
                actor.Tell(n, ActorRefs.NoSender);
                Thread.SpinWait(n % 50);
            }
        })));

        await last.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await system.Terminate();
    }

    private sealed class Counting(int awaited, TaskCompletionSource last) : UntypedActor
    {
        private int _got;

        protected override void OnReceive(object message)
        {
            if (++_got == awaited) last.SetResult();
        }
    }

    private void Send(object message) => _queue.Enqueue(ActorRefs.Nobody, new Envelope(message, ActorRefs.Nobody));
}
