using Akka.Actor;
using Realtime.Protocol;
using System.Diagnostics;

namespace Realtime.Actors.Connections;

/// <summary>One topic joined on one connection.</summary>
/// <param name="key">Topic.</param>
/// <param name="joinRef">Raw JSON token of the join's join_ref, echoed in every message to this channel.</param>
/// <param name="topicToken">Raw JSON token of the topic, as the client spelt it.</param>
/// <param name="outbox">Where its messages go.</param>
/// <param name="connection">Who owns it.</param>
public sealed class Channel(TopicKey key, byte[] joinRef, byte[] topicToken, Outbox outbox, IActorRef connection)
{
    /// <summary>Topic.</summary>
    public TopicKey Key => key;

    /// <summary>Raw JSON token.</summary>
    public ReadOnlySpan<byte> JoinRef => joinRef;

    /// <summary>Raw JSON token.</summary>
    public ReadOnlySpan<byte> TopicToken => topicToken;

    /// <summary>Where its messages go.</summary>
    public Outbox Outbox => outbox;

    /// <summary>Who owns it.</summary>
    public IActorRef Connection => connection;

    /// <summary>What its client asked for as it joined.</summary>
    public JoinParameters Parameters { get; internal set; } = JoinParameters.Default;

    /// <summary>Whom its topic is put down to if nobody else watches it yet; null: nobody counts.</summary>
    internal string? Opener { get; init; }

    /// <summary>Where its client is; null: not told.</summary>
    internal System.Net.IPAddress? Address { get; init; }

    /// <summary>Data sets it gets; null: all.</summary>
    internal System.Collections.Frozen.FrozenSet<string>? DataSets { get; init; }

    /// <summary>Whether its token keeps a data set from it. Presence is none.</summary>
    internal bool Withholds(string dataSet) => DataSets is { } some && !some.Contains(dataSet)
        && dataSet is not (PresencePayload.StateEvent or PresencePayload.DiffEvent or PresencePayload.CountEvent);

    /// <summary>When its join came, as <see cref="Stopwatch"/> counts.</summary>
    internal long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>The relay that serves it, set by that relay before the first frame.</summary>
    internal IActorRef? Relay { get; set; }

    /// <summary>How presence lists it, set by that relay; null: it gave no key and is only counted.</summary>
    internal Watcher? Watcher { get; set; }

    /// <summary>Its tab is hidden: it gets progress in the place of rows. Only the relay touches it; a rejoin begins visible.</summary>
    internal bool IsHidden { get; set; }

    /// <summary>Its place in that relay's list; only the relay touches it.</summary>
    internal int Index { get; set; } = -1;
}
