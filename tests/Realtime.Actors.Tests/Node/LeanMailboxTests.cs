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
            }
        });

        await Task.WhenAll(senders);
        Assert.Equal((Senders * Each, false, 0), (taken, _queue.HasMessages, _queue.Count));
    }

    private void Send(object message) => _queue.Enqueue(ActorRefs.Nobody, new Envelope(message, ActorRefs.Nobody));
}
