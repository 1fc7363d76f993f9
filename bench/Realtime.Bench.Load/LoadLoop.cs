using Realtime.Bench.Feed;
using Realtime.Bench.Load.Counting;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Native;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load;

/// <summary>The one thread: waits for sockets and orders alike.</summary>
internal sealed class LoadLoop : IDisposable
{
    private const long InputNumber = -1;
    private const int BeatMilliseconds = 20;

    private readonly Epoll _epoll = new();
    private readonly Orders _orders = new();
    private readonly Tally _tally = new();
    private LinkSet? _links;
    private Acknowledger? _acknowledger;
    private bool _connecting;

    public void Run()
    {
        _epoll.Add(0, InputNumber, Epoll.Readable);
        while (!_orders.HasEnded)
        {
            var count = _epoll.Wait(_links?.Beats == true ? BeatMilliseconds : -1);
            var completes = false;
            for (var i = 0; i < count; i++)
            {
                var number = _epoll.Number(i);
                if (number == InputNumber) _orders.Read();
                else completes |= _links!.Serve((int)number);
            }

            if (completes) _acknowledger?.Tell(_tally.Broadcasts.Complete);
            if (_connecting) Connect();
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
                _links = new LinkSet(_epoll, _tally, order.Port, Protocol.Of(order.Protocol), order.Connections);
                if (order.Control > 0) _acknowledger = new Acknowledger(order.Control);
                _connecting = true;
                Connect();
                return;
            case "mark":
                _tally.Mark();
                Answer(new LoadReport());
                return;
            case "report" or "finish":
                Answer(_tally.Report(order.Sent));
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

    /// <summary>Goes on until all are there, and says so.</summary>
    private void Connect()
    {
        _links!.Fill();
        if (!_links.IsSettled) return;
        _connecting = false;
        _tally.Broadcasts.Expected = _links.Open;
        Answer(new LoadReport());
    }

    private void Answer(LoadReport report) => Orders.Answer(report with { Open = _links?.Open ?? 0, Lost = _links?.Lost ?? 0 });
}
