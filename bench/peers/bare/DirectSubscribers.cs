using System.Net.WebSockets;

namespace Realtime.Bench.Bare;

/// <summary>Each broadcast is one send of each socket, one send of a socket at a time.</summary>
internal sealed class DirectSubscribers : Subscribers
{
    public override async ValueTask BroadcastAsync(long n, byte[] payload)
    {
        foreach (var subscriber in All) await ((Direct)subscriber).SendAsync(payload);
    }

    protected override Subscriber Open(WebSocket socket, Stream stream) => new Direct(socket);

    private sealed class Direct(WebSocket socket) : Subscriber
    {
        private readonly Lock _gate = new();
        private Task _before = Task.CompletedTask;

        /// <summary>Waits only for a send before that has not ended: a slow client's own goes on behind the others.</summary>
        public ValueTask SendAsync(byte[] payload)
        {
            lock (_gate)
            {
                if (!_before.IsCompleted) return new ValueTask(BehindAsync(_before, payload));
                var sent = socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                if (!sent.IsCompletedSuccessfully) _before = EndAsync(sent);
                return ValueTask.CompletedTask;
            }
        }

        private async Task BehindAsync(Task before, byte[] payload)
        {
            await before;
            await SendAsync(payload);
        }

        private static async Task EndAsync(ValueTask sent)
        {
            try
            {
                await sent;
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Its receiving side ends as well.
            }
        }
    }
}
