namespace Realtime.Node.Sockets;

/// <summary>Why a handshake does not become a socket.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Text">What is said about it; nothing of the request's own.</param>
/// <param name="RetryAfter">Seconds; null: it is not said.</param>
internal sealed record SocketRefusal(int Status, string Text, int? RetryAfter = null);
