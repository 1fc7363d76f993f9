using System.Net;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Realtime.Node.Auth;

/// <summary>Where a set of public keys is kept, a file or an address, and how it is read.</summary>
internal static class JwksPlace
{
    /// <summary>A key set has a few keys of a kilobyte each.</summary>
    private const int MostBytes = 256 << 10;

    /// <summary>Why it cannot be such a place; null: it can.</summary>
    public static string? Fault(string place)
    {
        if (!IsAddress(place, out var address)) return File.Exists(place) ? KeyFault(place) : "there is no such file, and it is no address";
        var isSafe = address.Scheme == Uri.UriSchemeHttps || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)) || address.Host == "localhost";
        return isSafe ? null : "expected https: whoever can change the keys on their way can sign any token";
    }

    /// <summary>The keys that are there now.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="HttpRequestException">Nobody answers there, or too much.</exception>
    /// <exception cref="ArgumentException">It is no key set, or holds no key of use.</exception>
    public static async Task<IReadOnlyList<SecurityKey>> ReadAsync(string place, HttpClient http, CancellationToken cancel) =>
        Keys(IsAddress(place, out var address) ? Encoding.UTF8.GetString(await http.GetByteArrayAsync(address, cancel).ConfigureAwait(false)) : await File.ReadAllTextAsync(place, cancel).ConfigureAwait(false));

    /// <summary>An HTTP client that waits no longer and takes no more than a key set is worth.</summary>
    public static HttpClient NewClient() => new() { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = MostBytes };

    /// <summary>Public keys only: a shared secret in a public document is none.</summary>
    private static SecurityKey[] Keys(string json)
    {
        SecurityKey[] keys = [.. new JsonWebKeySet(json).Keys.Where(key => (key.Kty is "RSA" or "EC") && (key.Use is null or "" or "sig"))];
        return keys.Length > 0 ? keys : throw new ArgumentException("no key of kind RSA or EC is in it");
    }

    private static string? KeyFault(string file)
    {
        try
        {
            Keys(File.ReadAllText(file));
            return null;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return $"expected a JSON Web Key Set with keys of kind RSA or EC: {e.Message}";
        }
    }

    private static bool IsAddress(string place, out Uri address) => Uri.TryCreate(place, UriKind.Absolute, out address!) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
