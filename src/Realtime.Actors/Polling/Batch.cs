using System.Collections.Immutable;
using Akka.Actor;

namespace Realtime.Actors.Polling;

/// <summary>Questions of one tick on their way to the store as one statement, or a part of them after a failure. <paramref name="Since"/>: on the monotonic clock.</summary>
internal sealed record Batch(long Tick, ImmutableArray<Batch.Entry> Entries, Bisection Search, int Depth, TimeSpan Since)
{
    /// <summary>One topic's question and who asked it.</summary>
    internal readonly record struct Entry(StoreQuestion Question, IActorRef Poller);

    /// <summary>The two halves of a failed batch.</summary>
    public ImmutableArray<Batch> Halves()
    {
        var middle = Entries.Length / 2;
        return [this with { Entries = Entries[..middle], Depth = Depth + 1 }, this with { Entries = Entries[middle..], Depth = Depth + 1 }];
    }
}
