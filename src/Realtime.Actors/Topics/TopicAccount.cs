using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Polling;
using Realtime.Protocol;

namespace Realtime.Actors.Topics;

/// <summary>
/// What one topic has cost since it runs here, and how its polls went: written by its supervisor alone, read by operators at any time. Single fields are whole,
/// several of them may be of two moments.
/// </summary>
internal sealed class TopicAccount(TopicKey key, IActorRef supervisor, DateTimeOffset since, ImmutableArray<string> dataSets)
{
    public TopicKey Key => key;

    /// <summary>Whom to ask for more.</summary>
    public IActorRef Supervisor => supervisor;

    /// <summary>When it began to run here.</summary>
    public DateTimeOffset Since => since;

    /// <summary>Watchers in the whole cluster.</summary>
    public long Watchers { get; set; }

    /// <summary>Nodes that are subscribed.</summary>
    public int Nodes { get; set; }

    /// <summary>In the pack's order.</summary>
    public ImmutableArray<DataSetAccount> DataSets { get; } = [.. dataSets.Select(name => new DataSetAccount(name))];

    /// <summary>A beat came to an end.</summary>
    public void Polled(PollOutcome outcome, DateTimeOffset now) => Of(outcome.DataSet)?.Polled(outcome, now);

    /// <summary>A frame went to so many nodes.</summary>
    public void Sent(DataFrame frame, int nodes) => Of(frame.DataSet)?.Sent((long)(frame.Payload.Length + (frame.Delta?.Payload.Length ?? 0)) * nodes);

    private DataSetAccount? Of(string dataSet)
    {
        foreach (var account in DataSets)
        {
            if (account.Name == dataSet) return account;
        }

        return null;
    }
}
