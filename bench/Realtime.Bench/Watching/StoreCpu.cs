using System.Globalization;
using Realtime.Testing;

namespace Realtime.Bench.Watching;

/// <summary>CPU of a PostgreSQL server: its first process, those that serve connections, and those that have ended.</summary>
internal static class StoreCpu
{
    /// <summary>Fields of /proc/&lt;pid&gt;/stat behind the name of the program.</summary>
    private const int Parent = 1;
    private const int User = 11;

    private const double TicksPerSecond = 100;

    /// <summary>Used so far.</summary>
    public static TimeSpan Of(PostgresServer server)
    {
        var first = File.ReadLines(Path.Combine(server.DataFolder, "postmaster.pid")).First();
        var all = Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Fields).OfType<string[]>();
        var ticks = all.Where(process => process[Parent] == first).Sum(process => Sum(process, 2)) + Sum(Fields("/proc/" + first)!, 4);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Its own user and system time; with four fields those of children that have ended as well.</summary>
    private static long Sum(string[] process, int fields) => process.Skip(User).Take(fields).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));

    /// <summary>Null: it has ended meanwhile.</summary>
    private static string[]? Fields(string process)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
