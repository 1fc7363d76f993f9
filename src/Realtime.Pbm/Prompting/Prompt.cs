using Realtime.Pbm.Connecting;
using Realtime.Pbm.Printing;
using Realtime.Pbm.Running;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Prompting;

/// <summary>The prompt: reads a line, does it, and again, until it is left.</summary>
/// <param name="conversation">Does it.</param>
/// <param name="to">The member's address.</param>
/// <param name="output">The terminal.</param>
/// <param name="errors">For failures.</param>
internal sealed class Prompt(Conversation conversation, Endpoint to, Output output, Output errors)
{
    private Session? _greeted;

    /// <summary>Runs until Ctrl-D, <c>exit</c> or <c>quit</c>.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        if (await conversation.ConnectAsync() is { } failed) return failed;
        var file = HistoryFile.Default(Environment.GetEnvironmentVariable);
        var history = file.Read();
        var editor = new Editor($"[{to}] pbm> ", history, text => conversation.Tree!.Complete(text), output);
        Greet(editor);
        while (!conversation.Left && editor.Read() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (history.Add(line)) file.Append(line);
            if (await conversation.ConnectAsync() is not null) continue;
            Greet(editor);
            await Redirected.RunAsync(TypedLine.Parse(line), conversation, output, errors);
        }

        return OperatorExit.Done;
    }

    private void Greet(Editor editor)
    {
        if (conversation.Session == _greeted) return;
        _greeted = conversation.Session;
        output.Line($"successfully connected to [{to}]");
        output.Line("Commands downloaded from server. type `help` to see what's available");
        output.Flush();
        // Said at once where a line is being typed; a command that runs says it itself.
        _greeted!.Lost.ContinueWith(_ => editor.Announce(CommandRun.Terminated), TaskScheduler.Default);
    }
}
