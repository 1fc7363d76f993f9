using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Node.Settings;
using Realtime.Node.Stores;
using Realtime.Node.Stores.Packs;

namespace Realtime.Node.Hosting;

/// <summary>Everything that is checked before a node starts: settings and pack, all faults at once.</summary>
internal sealed record NodeStart(NodeSettings Settings, Pack Pack, string PackFolder)
{
    /// <summary>Reads settings and pack. Null: <paramref name="faults"/> tells why.</summary>
    public static NodeStart? Read(IConfiguration configuration, out IReadOnlyList<string> faults)
    {
        var settings = SettingsReader.Read(configuration, out faults);
        var dialect = settings.Store == StoreKind.DuckDb ? "duckdb" : "postgres";
        var pack = PackReader.Read(settings.Pack, dialect, AppContext.BaseDirectory);
        faults = [.. faults, .. pack.Faults];
        // A DuckDB file is opened, and made where there is none: only for a start that is right otherwise.
        if ((settings.Store == StoreKind.Postgres || faults.Count == 0) && ConnectionFault.Of(settings.Store, settings.ConnectionString) is { } fault) faults = [.. faults, fault];
        return faults.Count == 0 ? new NodeStart(settings, pack.Pack!, pack.Folder!) : null;
    }

    /// <summary>Tells on the error stream why there is no start.</summary>
    public static int Refuse(IReadOnlyList<string> faults)
    {
        Console.Error.WriteLine($"Realtime does not start: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in its settings.");
        foreach (var fault in faults) Console.Error.WriteLine($"  - {fault}");
        return ExitCode.Refused;
    }
}
