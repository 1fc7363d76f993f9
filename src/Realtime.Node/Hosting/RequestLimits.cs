using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Realtime.Node.Hosting;

/// <summary>How long and how large a request may be: those of browsers are short, and nothing here takes a body.</summary>
internal static class RequestLimits
{
    /// <summary>Whoever has not sent a handshake by then is holding a socket, not opening one.</summary>
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
        kestrel.Limits.MaxRequestBodySize = 0;
    }
}
