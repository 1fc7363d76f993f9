using Realtime.Pbm.Commands;
using Realtime.Pbm.Connecting;
using Realtime.Pbm.Printing;
using Realtime.Pbm.Prompting;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Running;

/// <summary>Chooses what the program does: help, one command, a file of commands, or the prompt.</summary>
internal static class Start
{
    /// <summary>Help waits for a member, but not long: without one it still helps.</summary>
    private static readonly TimeSpan HelpWaits = TimeSpan.FromSeconds(2);

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Output output, Output errors)
    {
        var (invocation, failure) = Invocation.Read(arguments, Environment.GetEnvironmentVariable);
        if (invocation is null)
        {
            errors.Line(failure!.Message);
            errors.Flush();
            return failure.Exit;
        }

        if (invocation.Version) return Print(output, HelpText.Version);
        if (invocation.Help) return await HelpAsync(invocation, output);
        using var interrupts = new Interrupts();
        var prompt = invocation.Words.Count == 0;
        await using var conversation = new Conversation(invocation, interrupts, errors, prompt);
        if (!prompt) return await conversation.DoAsync(invocation.Words, output);
        if (!Console.IsInputRedirected && !Console.IsOutputRedirected) return await new Prompt(conversation, invocation.Options.To, output, errors).RunAsync();
        return await CommandFile.RunAsync(conversation, Console.In, output, errors) ?? await HelpAsync(invocation, output);
    }

    private static async Task<int> HelpAsync(Invocation invocation, Output output)
    {
        var options = invocation.Options;
        var (session, failure) = await Opening.OpenAsync(options with { Timeout = options.Timeout < HelpWaits ? options.Timeout : HelpWaits });
        await using (session)
        {
            return Print(output, $"{HelpText.Program}\n\n{(session is null ? $"No palettes to show: {failure!.Message}" : HelpText.Palettes(session.Welcome))}");
        }
    }

    private static int Print(Output output, string text)
    {
        output.Line(text);
        output.Flush();
        return OperatorExit.Done;
    }
}
