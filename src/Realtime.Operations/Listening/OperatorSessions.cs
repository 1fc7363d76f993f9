using Microsoft.Extensions.Logging;
using Realtime.Operations.Commands;

namespace Realtime.Operations.Listening;

/// <summary>What all operators' connections of a process share.</summary>
internal sealed class OperatorSessions(OperationsSettings settings, PaletteBook palettes, string node, ILogger log) : IDisposable
{
    /// <summary>Connections at once: operators are few, and whatever asks more often than they do is a mistake.</summary>
    public const int Most = 32;

    private readonly CancellationTokenSource _stopping = new();

    public OperationsSettings Settings => settings;

    public PaletteBook Palettes => palettes;

    /// <summary>Of the process, not of the listener's own host.</summary>
    public ILogger Log => log;

    /// <summary>The member's cluster address.</summary>
    public string Node => node;

    /// <summary>Set as the process stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
