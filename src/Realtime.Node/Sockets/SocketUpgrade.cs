using Microsoft.AspNetCore.Http.Features;

namespace Realtime.Node.Sockets;

/// <summary>Puts a <see cref="SocketStream"/> under the WebSocket that a request is upgraded to.</summary>
internal sealed class SocketUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <summary>The stream, once upgraded.</summary>
    public SocketStream? Stream { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        var upgraded = await inner.UpgradeAsync().ConfigureAwait(false);
        return Stream = new SocketStream(upgraded, new PipedOutput(upgraded));
    }
}
