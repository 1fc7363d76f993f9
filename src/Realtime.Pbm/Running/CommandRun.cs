using Realtime.Pbm.Commands;
using Realtime.Pbm.Connecting;
using Realtime.Pbm.Printing;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Running;

/// <summary>Has a member run one command, and prints what it answers.</summary>
/// <param name="session">The member.</param>
/// <param name="options">How it was reached.</param>
/// <param name="output">For the answer.</param>
/// <param name="errors">For why there is none.</param>
internal sealed class CommandRun(Session session, ConnectionOptions options, Output output, Output errors)
{
    /// <summary>What is said where a connection ends in the middle.</summary>
    public const string Terminated = "connection to host terminated.";

    /// <summary>How long a member may take to stop a command: whoever pressed Ctrl-C waits no longer.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(2);

    private enum Silence { Lost, TooLong, Interrupted }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What the program would end with.</returns>
    /// <exception cref="IOException">The answer could not be written; the member was told to stop.</exception>
    public async Task<int> RunAsync(Asked.Command asked, bool json, CancellationToken stop)
    {
        var run = new Run(session.NextRun(), asked.Palette, asked.Definition.Name, asked.Arguments, json || asked.Json);
        if (!await session.SayAsync(run)) return Fail(OperatorExit.CannotConnect, Terminated);
        try
        {
            return await AnswerAsync(run.Id, asked.Definition.Streams ? Timeout.InfiniteTimeSpan : options.Timeout, stop);
        }
        catch (IOException)
        {
            await session.SayAsync(new Cancel(run.Id));
            throw;
        }
    }

    private async Task<int> AnswerAsync(long id, TimeSpan patience, CancellationToken stop)
    {
        var stopping = false;
        while (true)
        {
            switch (await NextAsync(patience, stopping ? CancellationToken.None : stop))
            {
                case (Line line, _) when line.Id == id && !stopping:
                    output.Line(line.Text);
                    break;
                case (End end, _) when end.Id == id:
                    output.Flush();
                    return Fail(stopping ? OperatorExit.Interrupted : end.Exit, end.Error);
                case (null, Silence.Interrupted):
                    stopping = true;
                    patience = StopsWithin;
                    await session.SayAsync(new Cancel(id));
                    break;
                case (null, var silence) when stopping:
                    if (silence == Silence.TooLong) await session.DisposeAsync();
                    return OperatorExit.Interrupted;
                case (null, Silence.Lost):
                    return Fail(OperatorExit.Failed, Terminated);
                case (null, _):
                    await session.SayAsync(new Cancel(id));
                    return Fail(OperatorExit.TimedOut, ConnectFailures.Silent(options).Message);
            }
        }
    }

    private async ValueTask<(OperatorMessage? Message, Silence Why)> NextAsync(TimeSpan patience, CancellationToken stop)
    {
        if (!stop.IsCancellationRequested && session.Heard.TryRead(out var ready)) return (ready, default);
        output.Flush();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        waiting.CancelAfter(patience);
        try
        {
            return await session.Heard.WaitToReadAsync(waiting.Token) && session.Heard.TryRead(out var message) ? (message, default) : (null, Silence.Lost);
        }
        catch (OperationCanceledException)
        {
            return (null, stop.IsCancellationRequested ? Silence.Interrupted : Silence.TooLong);
        }
    }

    private int Fail(int exit, string? message)
    {
        if (message is null) return exit;
        errors.Line(message);
        errors.Flush();
        return exit;
    }
}
