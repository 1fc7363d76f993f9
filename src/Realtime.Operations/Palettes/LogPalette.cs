using System.Text.Json.Nodes;
using Akka.Actor;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Realtime.Operations.Commands;
using Realtime.Operations.Logs;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>log</c>: what this process logs.</summary>
internal sealed class LogPalette(ActorSystem system, MemberLog log, LogLevels levels, IConfiguration configuration)
{
    private const string AkkaCategory = "Akka";

    private static readonly string[] Levels = [.. Enum.GetValues<LogLevel>().Select(level => level.ToString().ToLowerInvariant())];

    public Palette Palette => new(
        "log", "what this member logs",
        new Command("tail", "its last lines and all that follow, until it is stopped", TailAsync, new SwitchDefinition("-n", "--number", "how many of the last lines; 20 by default", "number"))
        {
            Streams = true,
        },
        new Command(
            "level", "the levels of its log; with -l sets one, until the process ends", LevelAsync,
            new SwitchDefinition("-c", "--category", "what it is for, such as Realtime.Polling or Akka; Default by default", "category"),
            new SwitchDefinition("-l", "--level", "the least that is logged", "level", Choices: Levels)) { IsOrder = true, OrdersWith = "-l" });

    private async Task TailAsync(CommandCall call)
    {
        var (last, following) = log.Follow(call.Number("-n", 20, 0, MemberLog.Kept));
        try
        {
            foreach (var line in last) await WriteAsync(call, line).ConfigureAwait(false);
            await foreach (var line in following.Reader.ReadAllAsync(call.Stopped).ConfigureAwait(false)) await WriteAsync(call, line).ConfigureAwait(false);
        }
        finally
        {
            log.Leave(following);
        }
    }

    private static Task WriteAsync(CommandCall call, LogLine line) => call.LineAsync(
        new JsonObject
        {
            ["at"] = line.At.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["level"] = line.Level.ToString().ToLowerInvariant(),
            ["category"] = line.Category,
            ["event"] = line.EventId,
            ["message"] = line.Message,
        },
        line.ToString().ReplaceLineEndings(" "));

    private Task LevelAsync(CommandCall call)
    {
        if (call["-l"] is { } text)
        {
            if (!Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level)) throw new CommandFaultException($"-l {text}: expected {string.Join(", ", Levels)}", OperatorExit.Usage);
            Change(call["-c"] ?? "Default", level);
        }

        var rows = configuration.GetSection("Logging:LogLevel").GetChildren().OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => new JsonObject { ["category"] = c.Key, ["level"] = c.Value?.ToLowerInvariant() }).ToArray();
        return call.RowsAsync(rows, new TextTable(new("CATEGORY", "category"), new("LEVEL", "level")));
    }

    private void Change(string category, LogLevel level)
    {
        var isAkka = category.StartsWith(AkkaCategory, StringComparison.Ordinal);
        // All of Akka logs under one category, through a bus with a level of its own.
        levels.Change(isAkka ? "Akka.Actor.ActorSystem" : category, level.ToString());
        if (!isAkka) return;
        system.EventStream.SetLogLevel(level switch
        {
            <= LogLevel.Debug => Akka.Event.LogLevel.DebugLevel,
            LogLevel.Information => Akka.Event.LogLevel.InfoLevel,
            LogLevel.Warning => Akka.Event.LogLevel.WarningLevel,
            _ => Akka.Event.LogLevel.ErrorLevel,
        });
    }
}
