using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>One encoded broadcast, shared by every outbox it is put in.</summary>
/// <param name="Bytes">The whole WebSocket message, UTF-8. Never written to again.</param>
/// <param name="DataSet">Event name: frames of the same data set and channel replace each other while they wait.</param>
/// <param name="Kind">Progress replaces only progress.</param>
public sealed record OutFrame(ReadOnlyMemory<byte> Bytes, string DataSet, FrameKind Kind);
