namespace Realtime.Bench.Load.Protocols;

/// <summary>How a server is spoken to: what is sent to begin with, and how it answers. Payloads are found alike in all protocols.</summary>
internal abstract class Protocol
{
    /// <summary>What a client asks to upgrade.</summary>
    public abstract string Path { get; }

    /// <summary>Frames to send after the upgrade; null: none, and nothing is waited for.</summary>
    public virtual byte[]? Opening(int connection) => null;

    /// <summary>Whether a message says that the client has joined.</summary>
    public virtual bool IsWelcome(ReadOnlySpan<byte> message) => true;

    /// <summary>A frame that each client sends again and again; null: none.</summary>
    public virtual byte[]? Heartbeat => null;

    /// <summary>How often.</summary>
    public virtual TimeSpan HeartbeatEvery => TimeSpan.FromSeconds(30);

    /// <summary>By its name.</summary>
    /// <exception cref="ArgumentException">There is no such protocol.</exception>
    public static Protocol Of(string name) => name switch
    {
        "plain" => new Plain(),
        "realtime" => new Realtime(),
        "signalr-json" => new SignalR(binary: false),
        "signalr-messagepack" => new SignalR(binary: true),
        _ => throw new ArgumentException($"no such protocol: {name}"),
    };
}
