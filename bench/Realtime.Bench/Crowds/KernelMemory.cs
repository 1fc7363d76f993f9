using System.Globalization;

namespace Realtime.Bench.Crowds;

/// <summary>What the kernel keeps for sockets of the whole machine. Only root may ask.</summary>
internal static class KernelMemory
{
    private const string SlabFile = "/proc/slabinfo";
    private const string SocketFile = "/proc/net/sockstat";

    /// <summary>Of which each open socket has one; dentries are left out, since every build of anything makes thousands.</summary>
    private static readonly string[] Slabs = ["TCP", "sock_inode_cache", "filp", "eventpoll_epi", "eventpoll_pwq"];

    /// <summary>Bytes of objects and of buffers; null: this machine does not tell.</summary>
    public static long? Bytes()
    {
        try
        {
            var objects = File.ReadLines(SlabFile).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => Slabs.Contains(words[0])).Sum(words => Number(words[1]) * Number(words[3]));
            var sockets = File.ReadLines(SocketFile).First(line => line.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ');
            return objects + Number(sockets[Array.IndexOf(sockets, "mem") + 1]) * Environment.SystemPageSize;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
