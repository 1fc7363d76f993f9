using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using Realtime.Pbm.Connecting;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Tests.Support;

/// <summary>Speaks the operators' wire on a port of loopback, with <see cref="Palettes"/> to offer.</summary>
internal sealed class FakeMember : IAsyncDisposable
{
    /// <summary>How many lines a stream has: more than a pipe holds, so that whoever prints them notices when nobody reads.</summary>
    public const int Events = 10_000;

    private readonly TcpListener _listener;
    private readonly string? _token;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly Task _accepting;

    /// <param name="token">What it wants of an operator.</param>
    /// <param name="tls">How it secures connections.</param>
    /// <param name="port">Where it listens; 0 = anywhere.</param>
    public FakeMember(string? token = null, SslServerAuthenticationOptions? tls = null, int port = 0)
    {
        (_token, _tls) = (token, tls);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The same, as an operator writes it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>All it was told.</summary>
    public ConcurrentQueue<OperatorMessage> Heard { get; } = new();

    /// <summary>Whether it was told to stop something.</summary>
    public bool WasCancelled => Heard.OfType<Cancel>().Any();

    /// <summary>Ends every connection, as a member that dies does.</summary>
    public void HangUp()
    {
        foreach (var client in _clients.Keys) client.Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        HangUp();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients[client] = true;
                served.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (_tls is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(_tls);
                stream = secured;
            }

            var messages = new MessageStream(stream);
            while (await messages.ReadLineAsync(CancellationToken.None) is { } line)
            {
                var message = OperatorJson.Read(line)!;
                Heard.Enqueue(message);
                await AnswerAsync(message, messages, client);
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client has gone, or was never let in.
        }
        finally
        {
            client.Close();
        }
    }

    private async Task AnswerAsync(OperatorMessage message, MessageStream to, TcpClient client)
    {
        switch (message)
        {
            case Login login when _token is not null && login.Token != _token:
                await to.WriteAsync(new Refused("the token is wrong"));
                client.Close();
                break;
            case Login:
                await to.WriteAsync(new Welcome(OperatorMessage.CurrentVersion, "akka.tcp://realtime@node-1:4053", "realtime 0.1.0", Palettes.All));
                break;
            case Run run:
                foreach (var said in Answer(run)) await to.WriteAsync(said);
                if (run.Command == "hang-up") client.Close();
                break;
            case Cancel cancel:
                await to.WriteAsync(new End(cancel.Id, OperatorExit.Interrupted));
                break;
        }
    }

    private static IEnumerable<OperatorMessage> Answer(Run run) => run.Command switch
    {
        "partial" => [new Line(run.Id, "node-1 up"), new End(run.Id, OperatorExit.Partial, "1 of 2 members did not answer")],
        "fail" => [new End(run.Id, OperatorExit.Failed, "there is no such member")],
        "slow" => [],
        "hang-up" => [new Line(run.Id, "half")],
        "tail" => Enumerable.Range(1, Events).Select(n => new Line(run.Id, $"event {n}")),
        "bell" => [new Line(run.Id, "a\a b\e[31m"), new End(run.Id, OperatorExit.Done)],
        _ => [new Line(run.Id, $"{run.Palette} {run.Command} {JsonSerializer.Serialize(run.Arguments)} json={run.Json}"), new End(run.Id, OperatorExit.Done)],
    };
}
