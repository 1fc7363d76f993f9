namespace Realtime.Protocol;

/// <summary>Every WebSocket close code the server originates. 1000 is not among them: phoenix.js up to 1.8.15 stays away for good after it.</summary>
public static class CloseCodes
{
    /// <summary>The connection was told to go, or its token expired.</summary>
    public const int GoingAway = 1001;

    /// <summary>Nothing was heard from the client for the idle timeout.</summary>
    public const int IdleTimeout = 1002;

    /// <summary>A text message that is not UTF-8.</summary>
    public const int NotUtf8 = 1007;

    /// <summary>A message over the size limit.</summary>
    public const int TooBig = 1009;

    /// <summary>A message that is not one of the protocol.</summary>
    public const int Malformed = 1011;

    /// <summary>The node drains before a shutdown: reconnect, another one answers.</summary>
    public const int Drain = 1012;

    /// <summary>The server is overloaded, or the client too slow for too long.</summary>
    public const int TryAgainLater = 1013;
}
