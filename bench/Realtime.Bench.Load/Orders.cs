using System.Text.Json;
using Realtime.Bench.Feed;
using Realtime.Bench.Load.Native;

namespace Realtime.Bench.Load;

/// <summary>Reads orders from the input as they come, and writes reports.</summary>
internal sealed unsafe class Orders
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _length;

    /// <summary>Whether the input has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads what has come, which is something.</summary>
    public void Read()
    {
        fixed (byte* free = &_buffer[_length])
        {
            var count = (int)Libc.Read(0, free, _buffer.Length - _length);
            if (count <= 0) HasEnded = true;
            else _length += count;
        }
    }

    /// <summary>The next order that came whole.</summary>
    public bool TryTake(out LoadOrder order)
    {
        order = new LoadOrder("");
        var end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n');
        if (end < 0) return false;
        order = JsonSerializer.Deserialize<LoadOrder>(_buffer.AsSpan(0, end))!;
        _buffer.AsSpan(end + 1, _length - end - 1).CopyTo(_buffer);
        _length -= end + 1;
        return true;
    }

    public static void Answer(LoadReport report)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(report));
        Console.Out.Flush();
    }
}
