using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Realtime.Bench.Load.Native;

/// <summary>Tells which files are ready, by the number each was given.</summary>
internal sealed unsafe class Epoll
{
    public const uint Readable = 1;
    public const uint Writable = 4;
    private const int AddFile = 1;
    private const int ChangeFile = 3;
    private const int Most = 1024;

    /// <summary>Events are packed on x64 only.</summary>
    private static readonly int NumberAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private static readonly int EventBytes = NumberAt + sizeof(ulong);

    private readonly int _epoll = Libc.EpollCreate(0);
    private readonly byte[] _events = GC.AllocateArray<byte>(Most * EventBytes, pinned: true);

    public void Add(int file, long number, uint what) => Control(AddFile, file, number, what);

    public void Change(int file, long number, uint what) => Control(ChangeFile, file, number, what);

    /// <summary>Waits for events.</summary>
    /// <param name="milliseconds">At most so long; -1: as long as it takes.</param>
    /// <returns>How many; their numbers are read with <see cref="Number"/>.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events) return Math.Max(0, Libc.EpollWait(_epoll, events, Most, milliseconds));
    }

    public long Number(int index) => BitConverter.ToInt64(_events, index * EventBytes + NumberAt);

    private void Control(int operation, int file, long number, uint what)
    {
        var poll = stackalloc byte[EventBytes];
        *(uint*)poll = what;
        *(long*)(poll + NumberAt) = number;
        if (Libc.EpollControl(_epoll, operation, file, poll) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
