using Realtime.Bench.Feed;
using Realtime.Bench.Load.Behaviours;
using Realtime.Bench.Load.Counting;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Native;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load;

/// <summary>The one thread: waits for sockets and orders alike.</summary>
internal sealed class LoadLoop : IDisposable
{
    private const long InputNumber = -1;
    private const int MostOpening = 100;
    private const int MostChurning = 1000;
    private const int BeatMilliseconds = 20;
    private const int PaceMilliseconds = 2;

    private readonly Epoll _epoll = new();
    private readonly Orders _orders = new();
    private readonly Tally _tally = new();
    private readonly FrameTimes _times = new();
    private LinkSet? _links;
    private Joining? _joining;
    private Churn? _churn;
    private Acknowledger? _acknowledger;
    private bool _connecting;

    private int Patience => _churn is not null || _joining?.IsJoining == true ? PaceMilliseconds : _links?.Beats == true ? BeatMilliseconds : -1;

    public void Run()
    {
        _epoll.Add(0, InputNumber, Epoll.Readable);
        while (!_orders.HasEnded)
        {
            var count = _epoll.Wait(Patience);
            var completes = false;
            for (var i = 0; i < count; i++)
            {
                var number = _epoll.Number(i);
                if (number == InputNumber) _orders.Read();
                else completes |= _links!.Serve((int)number);
            }

            if (completes) _acknowledger?.Tell(_tally.Broadcasts.Complete);
            if (_churn is not null) _links!.Wanted = _churn.Due;
            if (_connecting) Connect();
            if (_joining is not null) Join(_joining);
            _links?.Beat();
            while (_orders.TryTake(out var order)) Obey(order);
        }
    }

    public void Dispose() => _acknowledger?.Dispose();

    private void Obey(LoadOrder order)
    {
        switch (order.Do)
        {
            case "connect":
                _links = Open(order);
                if (order.Control > 0) _acknowledger = new Acknowledger(order.Control);
                _connecting = true;
                Connect();
                return;
            case "join":
                _joining!.Begin(order);
                return;
            case "mark":
                _tally.Mark();
                _times.Mark();
                Answer(new LoadReport());
                return;
            case "report" or "finish":
                Answer(_times.AddTo(_tally.Report(order.Sent)));
                return;
            case "close":
                _links?.Close();
                _acknowledger?.Dispose();
                Answer(new LoadReport());
                return;
            default:
                Answer(new LoadReport { Fault = $"unknown order: {order.Do}" });
                return;
        }
    }

    private LinkSet Open(LoadOrder order)
    {
        var protocol = Protocol.Of(order.Protocol);
        _joining = order.For switch
        {
            "watch" => new Watch(_times),
            "hold" => new Hold(_times),
            _ => null,
        };
        _churn = order.For == "churn" ? new Churn(order) : null;
        var behaviour = (Behaviour?)_joining ?? (Behaviour?)_churn ?? new Subscribe(protocol, _tally);
        return new LinkSet(_epoll, order.Port, protocol, behaviour, _churn is null ? MostOpening : MostChurning) { Wanted = order.Connections };
    }

    /// <summary>Goes on until all are there, or have been, and says so.</summary>
    private void Connect()
    {
        _links!.Fill();
        if (!_links.IsSettled || _churn?.IsOver == false) return;
        (_connecting, _churn) = (false, null);
        _tally.Broadcasts.Expected = _links.Open;
        Answer(new LoadReport());
    }

    /// <summary>Goes on until all joins are sent, and says so.</summary>
    private void Join(Joining joining)
    {
        if (!joining.IsJoining) return;
        joining.Join(_links!);
        if (!joining.IsJoining) Answer(new LoadReport());
    }

    private void Answer(LoadReport report) => Orders.Answer(report with { Open = _links?.Open ?? 0, Lost = _links?.Lost ?? 0, Cycles = _links?.Done ?? 0 });
}
