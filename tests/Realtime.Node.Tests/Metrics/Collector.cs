using System.Net;
using System.Text;
using Realtime.Testing;

namespace Realtime.Node.Tests.Metrics;

/// <summary>Takes OTLP over HTTP, metrics and traces, and keeps what came, as far as a name can be found in it.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StringBuilder> _got = [];

    public Collector()
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Address + "/v1/");
        _listener.Start();
        _ = TakeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Whether a message held this text: names stand in it as they are.</summary>
    /// <param name="signal"><c>metrics</c> or <c>traces</c>.</param>
    /// <param name="text">The text; empty = any message at all.</param>
    public bool Got(string signal, string text)
    {
        lock (_gate) return _got.TryGetValue($"/v1/{signal}", out var got) && got.ToString().Contains(text, StringComparison.Ordinal);
    }

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                var path = context.Request.Url!.AbsolutePath;
                lock (_gate)
                {
                    if (!_got.TryGetValue(path, out var got)) _got[path] = got = new StringBuilder();
                    got.Append(body);
                }

                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
