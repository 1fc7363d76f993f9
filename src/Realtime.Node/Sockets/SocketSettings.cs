namespace Realtime.Node.Sockets;

/// <summary>What a node asks of its sockets.</summary>
/// <param name="Origins">Which pages may connect.</param>
/// <param name="MaxMessageBytes">A longer message closes with 1009.</param>
internal sealed record SocketSettings(AllowedOrigins Origins, int MaxMessageBytes);
