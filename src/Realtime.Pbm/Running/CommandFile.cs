using Realtime.Pbm.Printing;
using Realtime.Pbm.Prompting;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Running;

/// <summary>Commands that come from a file or a pipe, one a line; empty lines and those that begin with <c>#</c> do nothing.</summary>
internal static class CommandFile
{
    /// <summary>Runs them one after the other, also after one that failed; Ctrl-C and <c>exit</c> end it.</summary>
    /// <returns>The first exit code that is not 0; null: there was no command.</returns>
    public static async Task<int?> RunAsync(Conversation conversation, TextReader lines, Output output, Output errors)
    {
        int? exit = null;
        while (!conversation.Left && exit != OperatorExit.Interrupted && await lines.ReadLineAsync() is { } line)
        {
            if (line.TrimStart() is "" or ['#', ..]) continue;
            var code = await Redirected.RunAsync(TypedLine.Parse(line), conversation, output, errors);
            if (exit is null or OperatorExit.Done || code == OperatorExit.Interrupted) exit = code;
        }

        return exit;
    }
}
