using Realtime.Pbm.Commands;
using Realtime.Pbm.Connecting;
using Realtime.Pbm.Printing;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Running;

/// <summary>Reads words and does what they ask, with a connection that is made when it is first needed and again when it was lost.</summary>
/// <param name="invocation">What the program was started with.</param>
/// <param name="interrupts">Ctrl-C.</param>
/// <param name="errors">The error stream.</param>
/// <param name="prompt">Whether words are typed at the prompt.</param>
internal sealed class Conversation(Invocation invocation, Interrupts interrupts, Output errors, bool prompt) : IAsyncDisposable
{
    /// <summary>The member, once it was reached.</summary>
    public Session? Session { get; private set; }

    /// <summary>What it knows, once it was reached.</summary>
    public CommandTree? Tree { get; private set; }

    /// <summary>Whether the prompt was left.</summary>
    public bool Left { get; private set; }

    /// <summary>Connects, unless it is connected.</summary>
    /// <returns>Null: it is; otherwise what the program would end with, and the error stream says why.</returns>
    public async Task<int?> ConnectAsync()
    {
        if (Session is { Lost.IsCompleted: false }) return null;
        await DisposeAsync();
        var (session, failure) = await Opening.OpenAsync(invocation.Options);
        if (failure is not null) return Say(failure.Exit, failure.Message);
        Session = session;
        Tree = new CommandTree(session!.Welcome.Palettes, prompt);
        return null;
    }

    /// <summary>Does what the words ask.</summary>
    /// <returns>What the program would end with.</returns>
    public async Task<int> DoAsync(IReadOnlyList<string> words, Output output)
    {
        if (await ConnectAsync() is { } failed) return failed;
        switch (Tree!.Read(words))
        {
            case Asked.Command command:
                var run = new CommandRun(Session!, invocation.Options, output, errors);
                return await interrupts.GuardAsync(stop => run.RunAsync(command, invocation.Json, stop));
            case Asked.Help help:
                help.Text(output.Raw);
                break;
            case Asked.Overview:
                output.Line(HelpText.Palettes(Session!.Welcome));
                break;
            case Asked.Leave:
                Left = true;
                break;
            case Asked.Wrong wrong:
                return Say(OperatorExit.Usage, string.Join('\n', wrong.Explanation));
        }

        output.Flush();
        return OperatorExit.Done;
    }

    /// <summary>Ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Session is not null) await Session.DisposeAsync();
    }

    private int Say(int exit, string message)
    {
        errors.Line(message);
        errors.Flush();
        return exit;
    }
}
