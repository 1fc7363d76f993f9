namespace Realtime.Bench.Load.Links;

/// <summary>How far a connection is.</summary>
internal enum LinkState
{
    Connecting,
    Upgrading,
    Opening,
    Open,
    Gone,
}

/// <summary>One connection to the server.</summary>
/// <param name="index">Its place among all.</param>
/// <param name="socket">Its file.</param>
internal sealed class Link(int index, int socket)
{
    private byte[] _carry = [];
    private int _carried;

    public int Index => index;

    public int Socket => socket;

    public LinkState State { get; set; }

    /// <summary>The greatest number that came; -1: none.</summary>
    public long Last { get; set; } = -1;

    /// <summary>Whether it has said that it closes.</summary>
    public bool IsClosing { get; set; }

    /// <summary>What else its behaviour knows of it.</summary>
    public object? Memory { get; set; }

    /// <summary>Puts what was left of the last read in front of the next one.</summary>
    /// <returns>How many bytes.</returns>
    public int TakeCarry(Span<byte> to)
    {
        var count = _carried;
        if (count == 0) return 0;
        _carry.AsSpan(0, count).CopyTo(to);
        _carried = 0;
        return count;
    }

    /// <summary>Keeps the beginning of a frame whose rest has not come.</summary>
    public void Carry(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > _carry.Length) _carry = new byte[Math.Max(1024, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rest.Length))];
        rest.CopyTo(_carry);
        _carried = rest.Length;
    }
}
