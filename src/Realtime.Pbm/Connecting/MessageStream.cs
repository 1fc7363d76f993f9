using System.Buffers;
using System.IO.Pipelines;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Connecting;

/// <summary>Lines of <see cref="OperatorMessage"/> over a stream.</summary>
internal sealed class MessageStream(Stream stream) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(stream);
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>The next line, without its end; null: the other side has ended the connection, or a line was longer than any may be.</summary>
    public async ValueTask<byte[]?> ReadLineAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var read = await _reader.ReadAsync(stop);
                if (read.Buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = read.Buffer.Slice(0, end).ToArray();
                    _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                    return line;
                }

                if (read.IsCompleted || read.Buffer.Length > OperatorMessage.MaxLineBytes) return null;
                _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Sends one message; false: nobody is there any more.</summary>
    public async ValueTask<bool> WriteAsync(OperatorMessage message)
    {
        byte[] line = [.. OperatorJson.Write(message), (byte)'\n'];
        await _writing.WaitAsync();
        try
        {
            await stream.WriteAsync(line);
            await stream.FlushAsync();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the connection.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
