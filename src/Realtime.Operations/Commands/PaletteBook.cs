using Microsoft.Extensions.Logging;
using Realtime.Actors.Operations;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Commands;

/// <summary>All palettes of a process: finds the command of a call and sees it through.</summary>
internal sealed class PaletteBook(params IReadOnlyList<Palette> palettes)
{
    public IReadOnlyList<PaletteDefinition> Definitions { get; } = [.. palettes.Select(p => p.Definition)];

    /// <summary>Runs what was asked for; never throws.</summary>
    public async Task<End> RunAsync(CommandCall call, ILogger log)
    {
        var run = call.Run;
        var command = palettes.FirstOrDefault(p => p.Name == run.Palette)?.Commands.FirstOrDefault(c => c.Name == run.Command);
        if (command is null) return new End(run.Id, OperatorExit.Usage, $"there is no command '{run.Palette} {run.Command}' on this member");
        if (Misfit(command, call) is { } misfit) return new End(run.Id, OperatorExit.Usage, misfit);
        if (command.IsOrder && (command.OrdersWith is null || call.Arguments.ContainsKey(command.OrdersWith))) OperationsLog.Ordered(log, call.Caller, run.Palette, run.Command, string.Join(' ', call.Arguments.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} {a.Value}")));
        try
        {
            await command.RunAsync(call).ConfigureAwait(false);
            return new End(run.Id, call.Exit);
        }
        catch (CommandFaultException fault)
        {
            return new End(run.Id, fault.Exit, fault.Message);
        }
        catch (QuestionFaultException fault)
        {
            return new End(run.Id, OperatorExit.Failed, fault.Message);
        }
        catch (Akka.Actor.AskTimeoutException)
        {
            return new End(run.Id, OperatorExit.TimedOut, "an actor of this member does not answer");
        }
        catch (OperationCanceledException) when (call.Stopped.IsCancellationRequested)
        {
            return new End(run.Id, OperatorExit.Interrupted);
        }
#pragma warning disable CA1031 // A bug in one command ends that command, is told and logged, and must not end the operator's session
        catch (Exception bug)
        {
            OperationsLog.Bug(log, run.Palette, run.Command, bug);
            return new End(run.Id, OperatorExit.Failed, $"the command failed by a bug: {bug.Message}; the member's log has more");
        }
#pragma warning restore CA1031
    }

    private static string? Misfit(Command command, CommandCall call)
    {
        var name = $"{call.Run.Palette} {command.Name}".TrimEnd();
        foreach (var given in call.Arguments.Keys.Where(given => command.Switches.All(s => s.Name != given))) return $"{name} does not take {given}";
        foreach (var needed in command.Switches.Where(s => s.Required && !call.Arguments.ContainsKey(s.Name))) return $"{name} expects {needed.Name} <{needed.Value}>";
        return null;
    }
}
