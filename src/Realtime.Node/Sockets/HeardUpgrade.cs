using Microsoft.AspNetCore.Http.Features;

namespace Realtime.Node.Sockets;

/// <summary>Puts a <see cref="HeardStream"/> under the WebSocket that a request is upgraded to.</summary>
internal sealed class HeardUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <summary>The stream, once upgraded.</summary>
    public HeardStream? Stream { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => Stream = new HeardStream(await inner.UpgradeAsync().ConfigureAwait(false));
}
