namespace Realtime.Node.Demo;

/// <summary>
/// The viewer model: who watches what at each instant. Pure and seeded; time only moves in <see cref="Advance"/>, in ticks of 100 ms, so the same
/// seed and start give the same events however the steps are cut.
/// </summary>
internal sealed class Audience
{
    /// <summary>Of the model and its timer wheel, in milliseconds: finer than anything a dashboard shows.</summary>
    private const int TickMs = 100;

    /// <summary>Just over a heartbeat: no event is ever further ahead, so the wheel never turns twice for one.</summary>
    private const int WheelSlots = 128;

    /// <summary>
    /// Mean stay of those who arrive, in seconds, times the mean of <see cref="Programme.ArrivalFactor"/>. Measured from the model: it makes the
    /// number of views that the options ask for come true.
    /// </summary>
    private const double MeanStaySeconds = 1_430;

    /// <summary>Share of a property's views from the country it is at home in; the largest is at home everywhere.</summary>
    private const double HomeShare = 0.3;

    private readonly Dice _dice;
    private readonly TimerWheel _wheel;
    private readonly List<int> _fired = [];
    private readonly Weights _sizes;
    private readonly Titles _titles;
    private readonly double _arrivalsPerTick;
    private Weights _countries;

    /// <param name="options">Sizes and seed.</param>
    /// <param name="startMs">Where time begins, with nobody watching; unix milliseconds, rounded down to 100 ms.</param>
    public Audience(DemoOptions options, long startMs)
    {
        _dice = new Dice(options.Seed);
        _wheel = new TimerWheel(startMs, TickMs, WheelSlots);
        _sizes = Weights.Zipf(options.Properties, PropertyNames.SizeExponent);
        _titles = new Titles(options.Properties, _dice);
        _countries = Countries.At(startMs);
        _arrivalsPerTick = options.Views / MeanStaySeconds * TickMs / 1_000;
        Counters = [.. Enumerable.Range(0, options.Properties).Select(_ => new PropertyCounters())];
    }

    /// <summary>Where time has come to, in unix milliseconds.</summary>
    public long Now => _wheel.Now;

    /// <summary>The views.</summary>
    public ViewTable Views { get; } = new();

    /// <summary>What happened, by property.</summary>
    public PropertyCounters[] Counters { get; }

    /// <summary>Lets time pass up to the last whole 100 ms; never back.</summary>
    public void Advance(long toMs)
    {
        while (_wheel.Now + TickMs <= toMs)
        {
            if (_wheel.Now % 60_000 == 0) _countries = Countries.At(_wheel.Now);
            Arrive();
            _fired.Clear();
            _wheel.Step(_fired);
            foreach (var slot in _fired) Happen(slot);
        }
    }

    private void Arrive()
    {
        var factor = Programme.ArrivalFactor(_wheel.Now);
        for (var left = _dice.Poisson(_arrivalsPerTick * factor); left > 0; left--)
        {
            var now = _wheel.Now + _dice.Below(TickMs);
            var property = _sizes.Draw(_dice);
            var isLive = !_dice.Chance((1 - Programme.EventShare(now)) / factor);
            var country = property > 0 && _dice.Chance(HomeShare) ? property % Countries.All.Length : _countries.Draw(_dice);
            var device = Devices.Draw(_dice);
            PressPlay(new View
            {
                Property = (short)property,
                Title = isLive ? _titles.Event(now) : _titles.Draw(property, _dice),
                IsLive = isLive,
                Country = (byte)country,
                Cdn = Countries.DrawCdn(country, _dice),
                Device = device,
                Rung = Devices.FirstRung(device, _dice),
            }, now);
        }
    }

    private void PressPlay(View view, long now)
    {
        var degraded = Behaviour.IsDegraded(view, now);
        var patience = Behaviour.Patience(_dice);
        var startup = Behaviour.Startup(view, degraded, _dice);
        var fails = Behaviour.FailsToStart(view, degraded, Programme.IsOriginFailing(now), _dice);
        view.Id = _dice.ViewId(now);
        view.State = ViewState.Starting;
        view.StartedAt = view.StateSince = view.LastSeen = now;
        view.HeartbeatAt = now + Behaviour.HeartbeatMs;
        view.EndAt = long.MaxValue;
        (view.Next, view.NextAt) = patience < startup ? (ViewChange.GiveUp, now + patience) : (fails ? ViewChange.Fail : ViewChange.FirstFrame, now + startup);
        Counters[view.Property].Attempts++;
        Schedule(Views.Add(view));
    }

    /// <summary>The pending event of a view: the first of its change, its heartbeat and its end.</summary>
    private void Happen(int slot)
    {
        ref var view = ref Views[slot];
        Views.Touch(slot);
        if (view.EndAt <= view.NextAt && view.EndAt <= view.HeartbeatAt)
        {
            Views.Remove(slot);
            return;
        }

        if (view.NextAt <= view.HeartbeatAt)
        {
            Change(slot);
            return;
        }

        view.LastSeen = view.HeartbeatAt;
        view.HeartbeatAt += Behaviour.HeartbeatMs;
        if (view.State == ViewState.Playing)
        {
            // Adaptive players climb back slowly.
            if (view.Rung < Devices.All[view.Device].TopRung && _dice.Chance(0.1)) view.Rung++;
            PlayOn(ref view, view.LastSeen);
        }

        Schedule(slot);
    }

    private void Change(int slot)
    {
        ref var view = ref Views[slot];
        var counters = Counters[view.Property];
        var now = view.NextAt;
        var degraded = Behaviour.IsDegraded(view, now);
        switch (view.Next)
        {
            case ViewChange.FirstFrame:
                counters.Started(now - view.StartedAt);
                view.EndAt = Behaviour.EndAt(now, _dice);
                Enter(ref view, ViewState.Playing, now);
                PlayOn(ref view, now);
                break;
            case ViewChange.Play:
                Enter(ref view, ViewState.Playing, now);
                PlayOn(ref view, now);
                break;
            case ViewChange.Rebuffer:
                Enter(ref view, ViewState.Rebuffering, now);
                if (view.Rung > 0) view.Rung--;
                var spinner = Behaviour.Rebuffering(degraded, _dice);
                var patience = Behaviour.RebufferingPatience(_dice);
                (view.Next, view.NextAt) = patience < spinner ? (ViewChange.Leave, now + patience) : (ViewChange.Play, now + spinner);
                break;
            case ViewChange.Pause:
                Enter(ref view, ViewState.Paused, now);
                (view.Next, view.NextAt) = (ViewChange.Play, now + Behaviour.Pause(_dice));
                break;
            case ViewChange.Fail:
                if (view.State == ViewState.Starting) counters.StartFailures++;
                else counters.PlayFailures++;
                Enter(ref view, ViewState.Failed, now);
                (view.Next, view.NextAt) = (ViewChange.Leave, now + Behaviour.ErrorShownMs);
                break;
            case ViewChange.GiveUp:
                counters.Exits++;
                Views.Remove(slot);
                return;
            case ViewChange.Leave:
                var failed = view;
                Views.Remove(slot);
                if (failed.State == ViewState.Failed && _dice.Chance(Behaviour.RetryAfterError)) PressPlay(failed, now);
                return;
        }

        Schedule(slot);
    }

    /// <summary>An event of the player is as good as a heartbeat, and puts off the next one.</summary>
    private static void Enter(ref View view, ViewState state, long now)
    {
        view.State = state;
        view.StateSince = view.LastSeen = now;
        view.HeartbeatAt = now + Behaviour.HeartbeatMs;
    }

    private void PlayOn(ref View view, long now) => (view.Next, view.NextAt) = Behaviour.Incident(view, now, Behaviour.IsDegraded(view, now), _dice);

    private void Schedule(int slot)
    {
        ref var view = ref Views[slot];
        _wheel.Schedule(slot, Math.Min(Math.Min(view.NextAt, view.EndAt), view.HeartbeatAt));
    }
}
