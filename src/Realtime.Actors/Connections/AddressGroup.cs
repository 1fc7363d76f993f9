using System.Net;
using System.Net.Sockets;

namespace Realtime.Actors.Connections;

/// <summary>Whom an address is put down to. One person has a whole /64 of IPv6, and could take another address of it for each connection.</summary>
public static class AddressGroup
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address, also one that is written as IPv6: itself. IPv6: its /64, without a zone.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[2 * NetworkBytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }
}
