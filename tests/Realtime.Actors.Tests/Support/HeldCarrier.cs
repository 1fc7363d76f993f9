using System.Text;
using System.Threading.Tasks.Sources;
using Akka.Actor;
using Realtime.Actors.Connections;

namespace Realtime.Actors.Tests.Support;

/// <summary>A socket whose sends complete at once, or, while it holds, when the test says so.</summary>
internal sealed class HeldCarrier : ISocketCarrier
{
    private readonly Lock _gate = new();
    private readonly List<string> _sent = [];
    private readonly Queue<HeldSend> _held = [];
    private readonly List<int> _writes = [];
    private long _taken;
    private int _heard;
    private int _resumed;

    /// <summary>Whether sends wait for <see cref="Complete"/>.</summary>
    public bool Holds { get; set; }

    /// <summary>Is told a <see cref="Delivered"/> for each message and a <see cref="ClosedWith"/> for the close.</summary>
    public IActorRef Witness { get; set; } = ActorRefs.Nobody;

    /// <summary>Who gets what the client sends.</summary>
    public IActorRef? Connection { get; private set; }

    public ClosedWith? Closed { get; private set; }

    public int Resumed => Volatile.Read(ref _resumed);

    public string[] Sent
    {
        get { lock (_gate) return [.. _sent]; }
    }

    /// <summary>How many messages each write was of.</summary>
    public int[] Writes
    {
        get { lock (_gate) return [.. _writes]; }
    }

    /// <summary>Here: how many messages the client took.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> utf8) => SendAsync([utf8]);

    public ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> batch)
    {
        var texts = batch.Select(utf8 => Encoding.UTF8.GetString(utf8.Span)).ToArray();
        HeldSend? held = null;
        lock (_gate)
        {
            _sent.AddRange(texts);
            _writes.Add(batch.Count);
            if (Holds) _held.Enqueue(held = new HeldSend(batch.Count));
            else Interlocked.Add(ref _taken, batch.Count);
        }

        foreach (var text in texts) Witness.Tell(new Delivered(text));
        return held is null ? ValueTask.CompletedTask : new ValueTask(held, 0);
    }

    /// <summary>The client took the oldest write it holds up. False: there is none.</summary>
    public bool Complete()
    {
        HeldSend? held;
        lock (_gate)
        {
            if (!_held.TryDequeue(out held)) return false;
        }

        Interlocked.Add(ref _taken, held.Count);
        held.Complete();
        return true;
    }

    public void Hear() => Interlocked.Exchange(ref _heard, 1);

    public bool TakeHeard() => Interlocked.Exchange(ref _heard, 0) == 1;

    public void Start(IActorRef connection) => Connection = connection;

    public void Resume() => Interlocked.Increment(ref _resumed);

    public void Close(int code, string reason)
    {
        lock (_gate)
        {
            if (Closed is not null) return;
            Closed = new ClosedWith(code);
        }

        Witness.Tell(Closed);
    }

    public void Abort() => Close(0, "");

    /// <summary>What follows it has happened when <see cref="Complete"/> returns, whatever the test runner's context: a task would go on elsewhere.</summary>
    private sealed class HeldSend(int count) : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public int Count => count;

        public void Complete() => _core.SetResult(true);

        public void GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}

/// <summary>To a witness: the socket took a message.</summary>
internal sealed record Delivered(string Text) : INoSerializationVerificationNeeded;

/// <summary>To a witness: the socket was told to close.</summary>
internal sealed record ClosedWith(int Code) : INoSerializationVerificationNeeded;
