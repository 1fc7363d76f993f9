using System.Globalization;

namespace Realtime.Actors.Operations;

/// <summary>How many files and sockets this process has open, and may have: each browser takes one. Read from /proc; null elsewhere.</summary>
internal static class OpenFiles
{
    private const string Row = "Max open files";

    public static long? Limit()
    {
        if (!File.Exists("/proc/self/limits")) return null;
        var row = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        var soft = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    public static long? Count() => Directory.Exists("/proc/self/fd") ? Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount() : null;
}
