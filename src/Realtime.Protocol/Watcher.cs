namespace Realtime.Protocol;

/// <summary>One tab of a user who watches a topic: what presence lists under the user's key.</summary>
/// <param name="Ref">The meta's <c>phx_ref</c>, unique in the cluster.</param>
/// <param name="Key">Who it is; all tabs of a user share it.</param>
/// <param name="Meta">The complete meta as browsers get it, made by <see cref="PresencePayload.Meta"/>: UTF-8 JSON, never written to again.</param>
public sealed record Watcher(string Ref, string Key, ReadOnlyMemory<byte> Meta);
