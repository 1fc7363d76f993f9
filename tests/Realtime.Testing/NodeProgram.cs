using System.Diagnostics;

namespace Realtime.Testing;

/// <summary>Finds the node that was built with these tests, and starts it as a process.</summary>
internal static class NodeProgram
{
    private const string Name = "realtime-node.dll";

    /// <summary>Its process, not yet waited for.</summary>
    public static Process Start(IEnumerable<string> settings, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo("dotnet", [Path(), .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Any folder will do: files of the node lie beside it.
            WorkingDirectory = System.IO.Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;
        return Process.Start(info) ?? throw new InvalidOperationException("dotnet did not start");
    }

    /// <summary>In its own output folder, of the configuration these tests were built in; <c>REALTIME_NODE</c> names another one.</summary>
    private static string Path()
    {
        if (Environment.GetEnvironmentVariable("REALTIME_NODE") is { Length: > 0 } named) return named;
        // …/tests/<project>/bin/<configuration>/<framework>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent?.Parent?.Parent?.Parent?.Parent;
        string[] places =
        [
            System.IO.Path.Combine(root?.FullName ?? "", "src", "Realtime.Node", "bin", here.Parent?.Name ?? "", here.Name, Name),
            System.IO.Path.Combine(here.FullName, Name),
        ];
        return places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"the node was not built: looked for {string.Join(" and ", places)}");
    }
}
