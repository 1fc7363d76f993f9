using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Realtime.Node.Hosting;

/// <summary>What a client may cost before it has a socket: a request that is slow, large or has a body gets an answer and is cut.</summary>
internal static class HttpLimits
{
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        // A handshake is one packet or two: who sends its header drop by drop means harm.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        // Also of a connection on which no request ever came. Above the 60 s for which balancers keep theirs: else they would send on one that is just closed.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        // A token stands in the line or in a header; 16 KB leave room for the cookies of a shared domain.
        limits.MaxRequestLineSize = 8 << 10;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestHeaderCount = 64;
        // Nothing here takes a body.
        limits.MaxRequestBodySize = 0;
    }
}
