using System.Collections.Immutable;

namespace Realtime.Protocol;

/// <summary>What somebody who joins wants to be told of those who watch.</summary>
public enum PresenceMode
{
    /// <summary>Everybody, with names.</summary>
    List,

    /// <summary>How many.</summary>
    Count,

    /// <summary>Nothing.</summary>
    Off,
}

/// <summary>What a client says it has of a data set.</summary>
/// <param name="DataSet">Event name.</param>
/// <param name="Epoch">Epoch of the last snapshot or delta it took.</param>
/// <param name="Seq">Seq of that frame.</param>
public readonly record struct ResumePoint(string DataSet, string Epoch, long Seq);

/// <summary>What a client asks for as it joins: the members of a <c>phx_join</c> payload that this server knows.</summary>
public sealed record JoinParameters
{
    /// <summary>Most data sets in <see cref="Resume"/>; more are a fault.</summary>
    public const int MaxResume = 64;

    /// <summary>Longest name or epoch in <see cref="Resume"/>, in bytes of UTF-8: a connection keeps them until its join is answered.</summary>
    public const int MaxNameBytes = 128;

    /// <summary>Longest <see cref="Key"/> in bytes of UTF-8.</summary>
    public const int MaxKeyBytes = 128;

    /// <summary>Longest <see cref="Meta"/> in bytes as sent, unless the host says otherwise: every watcher of the topic gets it.</summary>
    public const int MaxMetaBytes = 1024;

    /// <summary>What a stock client asks for. One instance for all: most channels are such.</summary>
    public static readonly JoinParameters Default = new();

    /// <summary><c>delta</c>: send changes instead of complete results where there are any.</summary>
    public bool Delta { get; init; }

    /// <summary><c>resume</c>: what the client still has from before; empty: nothing.</summary>
    public ImmutableArray<ResumePoint> Resume { get; init; } = [];

    /// <summary><c>presence</c>: <c>list</c> (the default), <c>count</c> or <c>off</c>.</summary>
    public PresenceMode Presence { get; init; }

    /// <summary><c>key</c>: under which name the client is shown; null: not named.</summary>
    public string? Key { get; init; }

    /// <summary><c>meta</c>: what the client tells of itself, a raw JSON object; empty: nothing.</summary>
    public ReadOnlyMemory<byte> Meta { get; init; }

    /// <summary>
    /// Reads the payload of a <c>phx_join</c>. Members it does not know are ignored, null counts as absent, the last of several of one name counts; a payload that
    /// is no object counts as an empty one. Allocates nothing for a payload without a member it knows.
    /// </summary>
    /// <param name="payload">Raw JSON.</param>
    /// <param name="maxMetaBytes">Longest <see cref="Meta"/>.</param>
    /// <param name="fault">Null, or what is wrong with a member: what was found and what is expected, never the client's own words.</param>
    /// <returns>What was asked for; <see cref="Default"/> with a fault.</returns>
    public static JoinParameters Read(ReadOnlySpan<byte> payload, out string? fault, int maxMetaBytes = MaxMetaBytes) => JoinParametersReader.Read(payload, maxMetaBytes, out fault);
}
