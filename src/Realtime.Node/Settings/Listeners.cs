using System.Net;

namespace Realtime.Node.Settings;

/// <summary>Checks where the node listens: without tokens anybody who reaches a listener may watch, so by default only this machine reaches it.</summary>
internal static class Listeners
{
    public static void Check(IConfiguration configuration, bool mayBePublic, SettingsSource source)
    {
        foreach (var url in Urls(configuration))
        {
            if (!TryHost(url, out var host))
            {
                source.Fault($"urls holds '{url}': expected such as http://localhost:4000");
            }
            else if (!mayBePublic && !IsLoopback(host))
            {
                source.Fault($"urls holds '{url}', which other machines can reach: expected a loopback address such as http://localhost:4000, Realtime:Auth:Mode=jwt to ask for tokens, or Realtime:Auth:AllowAnonymous=true to serve anybody");
            }
        }
    }

    /// <summary>Whether other machines can reach the node.</summary>
    public static bool AnyPublic(IConfiguration configuration) => Urls(configuration).Any(url => TryHost(url, out var host) && !IsLoopback(host));

    private static IEnumerable<string> Urls(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        var ports = $"{configuration["http_ports"]};{configuration["https_ports"]}".Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"http://*:{port}");
        return urls.Concat(endpoints).Concat(urls.Length == 0 ? ports : []);
    }

    private static bool TryHost(string url, out string host)
    {
        host = "";
        try
        {
            var address = BindingAddress.Parse(url);
            host = address.IsUnixPipe ? "localhost" : address.Host;
            return address.Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
