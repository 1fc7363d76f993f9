using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Listening;

/// <summary>One connection of an operator's program: lets it in, and runs what it asks for.</summary>
internal sealed class OperatorConnection(OperatorSessions sessions) : ConnectionHandler
{
    private const int MostAtOnce = 8;

    /// <summary>Whoever says nothing for this long is no operator's program.</summary>
    private static readonly TimeSpan LoginWithin = TimeSpan.FromSeconds(5);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, sessions.Stopping);
        using var lines = new MessageLines(connection.Transport);
        try
        {
            if (await LetInAsync(connection, lines, stop.Token).ConfigureAwait(false) is { } caller) await ServeAsync(caller, lines, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException or ConnectionResetException)
        {
            // The program has gone, or the process stops.
        }
    }

    private async Task<string?> LetInAsync(ConnectionContext connection, MessageLines lines, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(LoginWithin);
        var login = await lines.ReadAsync(patience.Token).ConfigureAwait(false) as Login;
        var peer = connection.RemoteEndPoint?.ToString() ?? "unknown";
        var subject = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate?.Subject;
        if (Refusal(login) is { } reason)
        {
            OperationsLog.Refused(sessions.Log, peer, reason);
            await lines.WriteAsync(new Refused(reason), stop).ConfigureAwait(false);
            return null;
        }

        await lines.WriteAsync(new Welcome(OperatorMessage.CurrentVersion, sessions.Node, ProductVersion.Text, sessions.Palettes.Definitions), stop).ConfigureAwait(false);
        return $"{subject ?? Printable(login!.User)} at {peer}";
    }

    private string? Refusal(Login? login)
    {
        if (login is null) return "expected a login, one JSON object on a line, such as {\"type\":\"login\",\"version\":1,\"user\":\"me\"}";
        if (login.Version != OperatorMessage.CurrentVersion) return $"version {login.Version} of the operators' protocol: expected {OperatorMessage.CurrentVersion}";
        if (sessions.Settings.Token is not { Length: > 0 } token) return null;
        // Of the same length whatever was sent, so that the time it takes tells nothing.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(login.Token ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(token)))
            ? null
            : login.Token is null ? "this member asks for a token: pass --token, or set PBM_TOKEN" : "wrong token";
    }

    private async Task ServeAsync(string caller, MessageLines lines, CancellationToken stop)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = new Dictionary<long, RunningCommand>();
        try
        {
            while (await lines.ReadAsync(stop).ConfigureAwait(false) is { } message)
            {
                // Whoever read of an end may give the next order under the same number, sooner than the task that wrote it is done.
                foreach (var (id, command) in running.Where(r => r.Value.Ends).ToArray())
                {
                    await command.Task.ConfigureAwait(false);
                    running.Remove(id);
                    command.Stop.Dispose();
                }

                if (message is Cancel cancel && running.TryGetValue(cancel.Id, out var found)) await found.Stop.CancelAsync().ConfigureAwait(false);
                if (message is not Run run) continue;
                if (running.Count >= MostAtOnce || running.ContainsKey(run.Id))
                {
                    await lines.WriteAsync(new End(run.Id, OperatorExit.Failed, $"{running.Count} commands run on this connection already"), stop).ConfigureAwait(false);
                    continue;
                }

                var one = new RunningCommand(CancellationTokenSource.CreateLinkedTokenSource(gone.Token));
                one.Task = RunAsync(run, caller, lines, one);
                running[run.Id] = one;
            }
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Values.Select(r => r.Task)).ConfigureAwait(false);
            foreach (var one in running.Values) one.Stop.Dispose();
        }
    }

    private async Task RunAsync(Run run, string caller, MessageLines lines, RunningCommand one)
    {
        // Whatever the command does first, the next message is read meanwhile.
        await Task.Yield();
        var stop = one.Stop.Token;
        var call = new CommandCall(run, caller, text => lines.WriteAsync(new Line(run.Id, text), stop), stop);
        var end = await sessions.Palettes.RunAsync(call, sessions.Log).ConfigureAwait(false);
        one.Ends = true;
        try
        {
            await lines.WriteAsync(end, sessions.Stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException or ConnectionResetException)
        {
            // The program has gone.
        }
    }

    private sealed class RunningCommand(CancellationTokenSource stop)
    {
        private volatile bool _ends;

        public CancellationTokenSource Stop => stop;

        public Task Task { get; set; } = Task.CompletedTask;

        /// <summary>All that is left is to write of its end.</summary>
        public bool Ends
        {
            get => _ends;
            set => _ends = value;
        }
    }

    /// <summary>A name that somebody made up goes into the log: as one word.</summary>
    private static string Printable(string user) => new([.. user.Take(64).Where(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@')]);
}
