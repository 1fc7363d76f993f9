namespace Realtime.Actors.Serialization;

/// <summary>A message between nodes that concerns no single topic: it is in the serializer and in <c>messages.proto</c>.</summary>
public interface IClusterMessage;
