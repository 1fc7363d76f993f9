using System.Buffers;
using System.IO.Pipelines;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Listening;

/// <summary>Operators' messages over a connection, one a line. One reader; writers take turns.</summary>
internal sealed class MessageLines(IDuplexPipe pipe) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>The next message; null: the other side has ended, or sent a line that is none.</summary>
    public async Task<OperatorMessage?> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            var read = await pipe.Input.ReadAsync(stop).ConfigureAwait(false);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is { } at)
            {
                var line = read.Buffer.Slice(0, at);
                var message = line.Length <= OperatorMessage.MaxLineBytes ? OperatorJson.Read(line.ToArray()) : null;
                pipe.Input.AdvanceTo(read.Buffer.GetPosition(1, at));
                return message;
            }

            pipe.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.Buffer.Length > OperatorMessage.MaxLineBytes) return null;
        }
    }

    /// <summary>Sends one message. Waits while the other side does not read: a command cannot run ahead of whoever watches it.</summary>
    public async Task WriteAsync(OperatorMessage message, CancellationToken stop)
    {
        await _writing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            pipe.Output.Write(OperatorJson.Write(message));
            pipe.Output.Write("\n"u8);
            await pipe.Output.FlushAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();
}
