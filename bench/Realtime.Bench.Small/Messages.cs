using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Realtime.Protocol;

namespace Realtime.Bench.Small;

/// <summary>What clients send, read; what they are sent, written.</summary>
public class Messages
{
    private readonly byte[] _heartbeat = """[null,"4","phoenix","heartbeat",{}]"""u8.ToArray();
    private readonly byte[] _join = """["1","1","realtime:acme","phx_join",{"key":"ada","meta":{"name":"Ada"},"delta":true}]"""u8.ToArray();
    private readonly byte[] _topic = MessageWriter.Token("realtime:acme");
    private readonly byte[] _payload = Encoding.UTF8.GetBytes($$"""{"rows":[["{{new string('x', 512)}}"]]}""");
    private readonly ArrayBufferWriter<byte> _to = new(1024);

    /// <summary>Every client sends one each half minute.</summary>
    [Benchmark]
    public bool ReadHeartbeat() => MessageReader.TryReadText(_heartbeat, out _);

    /// <summary>One for each topic of a client.</summary>
    [Benchmark]
    public bool ReadJoin() => MessageReader.TryReadText(_join, out _);

    /// <summary>One for each result of a topic on each node, however many watch it there.</summary>
    [Benchmark]
    public int WriteBroadcast()
    {
        _to.ResetWrittenCount();
        MessageWriter.Broadcast(_to, _topic, "viewers", _payload);
        return _to.WrittenCount;
    }
}
