using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Realtime.Bench.Load.Native;

/// <summary>A TCP connection on loopback that never blocks.</summary>
internal static unsafe class TcpSocket
{
    private const int AddressBytes = 16;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int InternetLevel = 0;
    private const int BindWithoutPort = 24;

    /// <summary>Begins to connect.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="from">Last byte of the address it comes from: each has some 28,000 ports of its own.</param>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static int Open(int port, int from)
    {
        var socket = Libc.Socket(Libc.Internet, Libc.StreamNonBlocking, 0);
        if (socket < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        var on = 1;
        _ = Libc.SetOption(socket, TcpLevel, NoDelay, (byte*)&on, sizeof(int));
        var address = stackalloc byte[AddressBytes];
        if (from > 1)
        {
            _ = Libc.SetOption(socket, InternetLevel, BindWithoutPort, (byte*)&on, sizeof(int));
            Loopback(address, from, 0);
            if (Libc.Bind(socket, address, AddressBytes) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Loopback(address, 1, port);
        if (Libc.Connect(socket, address, AddressBytes) < 0 && Marshal.GetLastPInvokeError() is not Libc.InProgress and var error) throw new Win32Exception(error);
        return socket;
    }

    /// <summary>Sends all of it; what a client says is far smaller than any buffer of the system.</summary>
    public static bool Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes) return Libc.Send(socket, first, bytes.Length, Libc.NoSignal) == bytes.Length;
    }

    private static void Loopback(byte* address, int host, int port)
    {
        var bytes = new Span<byte>(address, AddressBytes);
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, (ushort)Libc.Internet);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        (bytes[4], bytes[7]) = (127, (byte)host);
    }
}
