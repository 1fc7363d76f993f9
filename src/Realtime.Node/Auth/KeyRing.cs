using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Realtime.Node.Auth;

/// <summary>The keys that tokens may be signed with: secrets of the settings, and a key set that is read again now and then, and when a token names a key that is not in it.</summary>
internal sealed class KeyRing(AuthSettings settings, TimeProvider time, ILogger<KeyRing> log) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(10);

    /// <summary>Keys that could not be read are asked for sooner; and at most so often because of tokens that name unknown keys, which anybody can make.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = JwksPlace.NewClient();
    private readonly SemaphoreSlim _reading = new(1);
    private readonly SecurityKey[] _secrets = [.. settings.Secrets.Select(secret => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)))];
    private IReadOnlyList<SecurityKey> _public = [];
    private long _readAt;
    private bool _failing;

    /// <summary>Those that may have signed a token: that of its <c>kid</c>, or all where it names none.</summary>
    public IEnumerable<SecurityKey> Find(string? kid) => string.IsNullOrEmpty(kid) ? _secrets.Concat(_public) : _secrets.Concat(_public.Where(key => key.KeyId == kid));

    /// <summary>Whether it may be worth to look again: a key that is not here may be new.</summary>
    /// <returns>Whether keys were read.</returns>
    public async Task<bool> LookAgainAsync()
    {
        if (settings.Jwks.Length == 0 || time.GetElapsedTime(Volatile.Read(ref _readAt)) < ReadAgainAfter) return false;
        return await ReadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _http.Dispose();
        _reading.Dispose();
        base.Dispose();
    }

    /// <summary>The first time before the node listens, so that good tokens are not refused.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Jwks.Length > 0) await ReadAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (settings.Jwks.Length > 0)
        {
            await Task.Delay(_failing ? ReadAgainAfter : ReadEvery, time, stoppingToken).ConfigureAwait(false);
            await ReadAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var asked = time.GetTimestamp();
        await _reading.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // Somebody else read them while this one waited.
            if (Volatile.Read(ref _readAt) > asked) return true;
            _public = await JwksPlace.ReadAsync(settings.Jwks, _http, cancel).ConfigureAwait(false);
            if (_failing) AuthLog.KeysAgain(log, _public.Count);
            _failing = false;
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            // Those that are known go on counting: whoever signs is not asked for each token.
            if (!_failing) AuthLog.NoKeys(log, settings.Jwks, e.Message, _public.Count);
            _failing = true;
            return false;
        }
        finally
        {
            Volatile.Write(ref _readAt, time.GetTimestamp());
            _reading.Release();
        }
    }
}
