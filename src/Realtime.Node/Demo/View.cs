namespace Realtime.Node.Demo;

/// <summary>What a player does; the numbers are those of live_view.state.</summary>
internal enum ViewState : byte
{
    /// <summary>Play was pressed, nothing to see yet.</summary>
    Starting = 0,

    /// <summary>It plays.</summary>
    Playing = 1,

    /// <summary>It ran out of data.</summary>
    Rebuffering = 2,

    /// <summary>The viewer paused it.</summary>
    Paused = 3,

    /// <summary>It shows an error; the view ends soon.</summary>
    Failed = 4,
}

/// <summary>What happens to a view next, heartbeats aside.</summary>
internal enum ViewChange : byte
{
    /// <summary>Nothing before its end: only heartbeats.</summary>
    None,

    /// <summary>The video starts.</summary>
    FirstFrame,

    /// <summary>The viewer loses patience before the first frame.</summary>
    GiveUp,

    /// <summary>An error, before or after the first frame.</summary>
    Fail,

    /// <summary>It runs out of data.</summary>
    Rebuffer,

    /// <summary>The viewer pauses.</summary>
    Pause,

    /// <summary>It plays again after a pause or a rebuffering.</summary>
    Play,

    /// <summary>The viewer leaves.</summary>
    Leave,
}

/// <summary>One view being watched, as the model keeps it. All times in unix milliseconds.</summary>
internal struct View
{
    public Guid Id;
    public string Title;
    public short Property;
    public byte Country;
    public byte Cdn;
    public byte Device;
    public ViewState State;
    public ViewChange Next;
    public byte Rung;

    /// <summary>Whether it shows the live event, which the origin serves and half-time concerns.</summary>
    public bool IsLive;

    /// <summary>Whether the slot holds a view at all.</summary>
    public bool InUse;

    /// <summary>Whether it is in the list of what changed since the last write.</summary>
    public bool IsTouched;

    /// <summary>Whether the store may know it: what starts and ends between two writes never goes there.</summary>
    public bool IsWritten;

    public long StartedAt;
    public long StateSince;
    public long LastSeen;
    public long NextAt;
    public long HeartbeatAt;

    /// <summary>When the viewer has seen enough, whatever happens before.</summary>
    public long EndAt;

    /// <summary>Kilobits per second of the rendition; zero while nothing has been played.</summary>
    public readonly int Kbps => State == ViewState.Starting ? 0 : Devices.Ladder[Rung];
}
