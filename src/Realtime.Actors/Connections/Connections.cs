using Akka.Actor;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Metrics;
using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>All WebSockets of this node: one child actor each, and one sweep for all that looks for the silent and the stuck.</summary>
internal sealed class Connections : ReceiveActor, IWithTimers
{
    /// <summary>How many browsers are sent away per step: 10,000 a second.</summary>
    private const int DrainPerStep = 200;

    private static readonly SendAway NodeStops = new(CloseCodes.Drain, "the node stops", """{"kind":"drain"}"""u8.ToArray());

    private static readonly SendAway TokenExpired = new(CloseCodes.GoingAway, "the token expired", """{"kind":"token_expired"}"""u8.ToArray());

    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(20);

    private readonly ConnectionSettings _settings;
    private readonly IActorRef _relays;
    private readonly OutboxLimits _limits;
    private readonly ILogger _log;
    private readonly RealtimeMetrics _metrics;
    private readonly ITokenCheck? _tokens;
    private readonly Refusals _refusals;
    private readonly HashSet<Connection> _open = [];
    private readonly HashSet<IActorRef> _waitForDrain = [];
    private long _opened;
    private bool _draining;

    public Connections(ConnectionSettings settings, IActorRef relays, ILogger log, RealtimeMetrics metrics, ITokenCheck? tokens, Refusals refusals)
    {
        (_settings, _relays, _log, _metrics, _tokens, _refusals) = (settings, relays, log, metrics, tokens, refusals);
        _limits = new OutboxLimits { Bytes = settings.OutboxBytes, Budget = new OutboxBudget(settings.OutboxBytesPerNode), Metrics = metrics };
        metrics.Outboxes = _limits.Budget;
        Receive<SocketOpened>(OnOpened);
        Receive<ConnectionEnded>(OnEnded);
        Receive<Sweep>(_ => OnSweep());
        Receive<DrainConnections>(_ => OnDrain());
        Receive<DrainSome>(_ => OnDrainSome());
        Receive<TellConnections>(_ => Sender.Tell(new OpenConnections([.. _open])));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ConnectionSettings settings, IActorRef relays, ILogger log, Refusals refusals, RealtimeMetrics? metrics = null, ITokenCheck? tokens = null) =>
        Akka.Actor.Props.Create(() => new Connections(settings, relays, log, metrics ?? RealtimeMetrics.Unheard, tokens, refusals));

    /// <summary>A connection that crashed is closed, its browser reconnects; the others never notice.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        // A silent client goes at most a tenth of its time late.
        var every = TimeSpan.FromMilliseconds(Math.Clamp(_settings.IdleTimeout.TotalMilliseconds / 10, 20, 1000));
        Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, every);
    }

    private void OnOpened(SocketOpened opened)
    {
        var connection = new Connection(++_opened, opened.Carrier, new Outbox(opened.Carrier, _limits), opened.Peer, opened.Grant ?? Grant.Anything, Context.System.Scheduler.Now);
        connection.Opened(Context.System.Scheduler.MonotonicClock);
        _open.Add(connection);
        _metrics.Connections.Add(1);
        connection.Actor = Context.ActorOf(ConnectionActor.Props(connection, _settings, _relays, _refusals, _tokens));
        opened.Carrier.Start(connection.Actor);
        if (_draining) Drain(connection);
    }

    /// <summary>Not all at once: each browser that goes comes back at another node, and joins its topics there.</summary>
    private void OnDrain()
    {
        _draining = true;
        _waitForDrain.Add(Sender);
        TellWhenDrained();
        Timers.StartPeriodicTimer(nameof(DrainSome), DrainSome.Instance, DrainStep);
        OnDrainSome();
    }

    private void OnDrainSome()
    {
        foreach (var connection in _open.Where(c => !c.ToldToGo).Take(DrainPerStep).ToArray()) Drain(connection);
    }

    private static void Drain(Connection connection)
    {
        connection.ToldToGo = true;
        connection.Actor.Tell(NodeStops);
    }

    private void OnEnded(ConnectionEnded ended)
    {
        _open.Remove(ended.Connection);
        _metrics.Connections.Add(-1);
        TellWhenDrained();
    }

    private void TellWhenDrained()
    {
        if (_open.Count > 0) return;
        foreach (var waiting in _waitForDrain) waiting.Tell(ConnectionsDrained.Instance);
        _waitForDrain.Clear();
    }

    private void OnSweep()
    {
        var now = Context.System.Scheduler.MonotonicClock;
        var (tooSlow, clock) = (0, Context.System.Scheduler.Now);
        foreach (var connection in _open)
        {
            if (connection.Grant.Expires is { } end) LookAtToken(connection, end, clock);
            if (connection.IsSilent(now, _settings.IdleTimeout)) connection.Carrier.Close(CloseCodes.IdleTimeout, "nothing heard for too long");
            else if (connection.IsStuck(now, _settings.StuckTimeout) && !connection.ToldToGo)
            {
                tooSlow++;
                connection.ToldToGo = true;
                connection.Carrier.Close(CloseCodes.TryAgainLater, "too slow for too long");
            }
        }

        if (tooSlow > 0) ConnectionLog.TooSlow(_log, tooSlow, _settings.StuckTimeout, _open.Count - tooSlow, _limits.Budget.Used);
    }

    /// <summary>The sweep sees to it, so that no connection needs a timer: a client is told at most a sweep late.</summary>
    private void LookAtToken(Connection connection, DateTimeOffset end, DateTimeOffset now)
    {
        if (connection.ToldToGo) return;
        if (now >= end)
        {
            connection.ToldToGo = true;
            connection.Actor.Tell(TokenExpired with { Unless = c => c.Grant.Expires is null || c.Grant.Expires > end });
        }
        else if (connection.ToldOfEnd != end && connection.Topics > 0 && now >= end - _settings.NoticeBeforeExpiry)
        {
            connection.ToldOfEnd = end;
            var notice = string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"kind":"token_expires","expires_at":{{end.ToUnixTimeMilliseconds()}}}""");
            connection.Actor.Tell(new TellClient(System.Text.Encoding.UTF8.GetBytes(notice)));
        }
    }

    private sealed record DrainSome : INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
    {
        public static readonly DrainSome Instance = new();
    }

    private sealed record Sweep : INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
    {
        public static readonly Sweep Instance = new();
    }
}
