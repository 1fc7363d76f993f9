using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Realtime.Testing;

namespace Realtime.Local;

/// <summary>The web server nginx, in front of some nodes, with the example configuration of this project.</summary>
public sealed partial class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Nginx(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => Program is not null;

    private static string? Program => new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);

    /// <summary>Starts it in front of these nodes.</summary>
    public static async Task<Nginx> StartAsync(IReadOnlyList<Member> nodes)
    {
        var port = FixedPort.Next();
        var folder = Directory.CreateTempSubdirectory("realtime-nginx-").FullName;
        // What the operator is told to put in: the nodes and the port. The rest is as it is in the file.
        var example = await File.ReadAllTextAsync(BuiltProgram.Deployed("nginx", "realtime.conf"));
        var servers = string.Join('\n', nodes.Select(n => $"    server {n.Http} max_fails=1 fail_timeout=2s;"));
        var once = 0;
        var ours = Server().Replace(example, _ => once++ == 0 ? servers : "").Replace("listen 80;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "realtime.conf"), ours);
        var temporary = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"  {kind}_temp_path {folder}/{kind};\n"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nginx.conf"),
            $"daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\nhttp {{\n  access_log off;\n{temporary}  include {folder}/realtime.conf;\n}}\n");
        var process = Process.Start(new ProcessStartInfo(Program!, ["-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log"), "-p", folder]))
            ?? throw new InvalidOperationException("nginx did not start");
        var nginx = new Nginx(process, folder, port);
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                if (process.HasExited) throw new InvalidOperationException($"nginx ended: {await File.ReadAllTextAsync(Path.Combine(folder, "error.log"))}");
                try
                {
                    return (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/metrics"))).StatusCode == HttpStatusCode.NotFound;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "nginx answers");
        return nginx;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await ProcessSignal.SendAsync(_process.Id, "TERM");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"^ +server 127\.0\.0\.1:\d+ .*;$", RegexOptions.Multiline)]
    private static partial Regex Server();
}
