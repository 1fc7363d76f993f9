using System.Threading.Channels;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Connecting;

/// <summary>A connection to a member that has let the operator in.</summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>What has been heard and not yet printed: past it the member waits, as it does for any slow reader.</summary>
    private const int MostUnread = 256;

    private readonly MessageStream _messages;
    private readonly CancellationTokenSource _left = new();
    private readonly Channel<OperatorMessage> _heard = Channel.CreateBounded<OperatorMessage>(MostUnread);
    private long _lastRun;

    /// <summary>Listens from now on.</summary>
    /// <param name="messages">The connection, past its greetings; owned.</param>
    /// <param name="welcome">What the member said of itself.</param>
    public Session(MessageStream messages, Welcome welcome)
    {
        _messages = messages;
        Welcome = welcome;
        Lost = ListenAsync();
    }

    /// <summary>What the member said of itself and can be asked.</summary>
    public Welcome Welcome { get; }

    /// <summary>Completes when the connection has ended, whoever ended it.</summary>
    public Task Lost { get; }

    /// <summary>What the member says; completes with the connection.</summary>
    public ChannelReader<OperatorMessage> Heard => _heard.Reader;

    /// <summary>A number for a command that no other of this connection has.</summary>
    public long NextRun() => ++_lastRun;

    /// <summary>Says something to the member; false: the connection has ended.</summary>
    public ValueTask<bool> SayAsync(OperatorMessage message) => Lost.IsCompleted ? ValueTask.FromResult(false) : _messages.WriteAsync(message);

    /// <summary>Ends the connection; the member stops what still runs on it. May be said again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _messages.DisposeAsync();
        await Lost;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await _messages.ReadLineAsync(_left.Token) is { } line)
            {
                // A newer member may say what this program does not know.
                if (OperatorJson.Read(line) is { } message) await _heard.Writer.WriteAsync(message, _left.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Left on purpose.
        }

        _heard.Writer.Complete();
    }
}
