using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Realtime.Local.Networks;

/// <summary>Namespaces of runs that were killed before they could clean up, told by the dead process in their name.</summary>
internal static class Leftovers
{
    /// <summary>Where iproute2 keeps the names.</summary>
    private const string Folder = "/run/netns";

    /// <summary>Removes them, and ends what still runs in them.</summary>
    /// <param name="prefix">What all our names begin with; the id of the process that made them follows, then a hyphen.</param>
    public static void Remove(string prefix)
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var name in Directory.GetFiles(Folder, prefix + "*").Select(path => Path.GetFileName(path)))
        {
            if (!int.TryParse(name.AsSpan(prefix.Length).ToString().Split('-')[0], CultureInfo.InvariantCulture, out var maker) || Directory.Exists($"/proc/{maker}")) continue;
            foreach (var process in IpCommand.Processes(name)) End(process);
            IpCommand.Run(null, $"netns del {name}");
        }
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }
}
