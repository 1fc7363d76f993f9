using Microsoft.AspNetCore.Http.Features;

namespace Realtime.Bench.Bare;

/// <summary>Keeps the stream below a WebSocket at hand.</summary>
internal sealed class KeptUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    /// <summary>After the upgrade.</summary>
    public Stream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => Stream = await upgrade.UpgradeAsync();
}
