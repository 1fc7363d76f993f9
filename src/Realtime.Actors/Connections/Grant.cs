using System.Collections.Frozen;
using System.Collections.Immutable;
using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>What the client of a connection may do: what its token says, or anything where none is asked for.</summary>
public sealed record Grant
{
    /// <summary>Where no tokens are asked for.</summary>
    public static readonly Grant Anything = new();

    /// <summary>Who it is; null: nobody knows.</summary>
    public string? User { get; init; }

    /// <summary>Topics it may join: a key, or the beginning of keys with <c>*</c> behind it, such as <c>acme:*</c>; <c>*</c> alone is any.</summary>
    public ImmutableArray<string> Topics { get; init; } = ["*"];

    /// <summary>The most it is told of those who watch.</summary>
    public PresenceMode Presence { get; init; } = PresenceMode.List;

    /// <summary>Data sets it gets; null: all.</summary>
    public FrozenSet<string>? DataSets { get; init; }

    /// <summary>When it ends; null: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether a topic may be joined.</summary>
    public bool Allows(TopicKey topic)
    {
        foreach (var pattern in Topics)
        {
            if (pattern.EndsWith('*') ? topic.Value.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == topic.Value) return true;
        }

        return false;
    }

    /// <summary>Whether its bearer sees the same of a topic as another one's.</summary>
    public bool SeesLike(Grant other) =>
        Presence == other.Presence && (DataSets is null ? other.DataSets is null : other.DataSets is not null && DataSets.SetEquals(other.DataSets));

    /// <summary>What a client asked for as it joined, no more of it than it may have. With a token nobody is shown under another one's name.</summary>
    public JoinParameters Narrow(JoinParameters asked)
    {
        var presence = (PresenceMode)Math.Max((int)asked.Presence, (int)Presence);
        var key = asked.Key is null ? null : User ?? asked.Key;
        return presence == asked.Presence && key == asked.Key ? asked : asked with { Presence = presence, Key = key };
    }
}
