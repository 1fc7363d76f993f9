using System.CommandLine;
using System.CommandLine.Parsing;
using Realtime.Pbm.Connecting;

namespace Realtime.Pbm.Commands;

/// <summary>The switches that say how to reach a member and how to print: they may stand anywhere on the command line.</summary>
internal sealed class GlobalSwitches
{
    /// <summary>Their parser: what it does not know belongs to the command.</summary>
    public Command Root { get; }

    /// <summary>Print JSON.</summary>
    public Option<bool> Json { get; } = NewJson();

    /// <summary>The member's secret.</summary>
    public Option<string?> Token { get; } = new("--token");

    /// <summary>How long the member may be silent.</summary>
    public Option<TimeSpan> Timeout { get; } = new("--timeout") { CustomParser = ReadTimeout, DefaultValueFactory = _ => ConnectionOptions.DefaultTimeout };

    /// <summary>Use TLS.</summary>
    public Option<bool> Tls { get; } = new("--tls");

    /// <summary>The operator's certificate.</summary>
    public Option<string?> Certificate { get; } = new("--cert");

    /// <summary>Its key.</summary>
    public Option<string?> Key { get; } = new("--key");

    /// <summary>Whom to trust.</summary>
    public Option<string?> Authorities { get; } = new("--ca");

    /// <summary>Say which version this is.</summary>
    public Option<bool> Version { get; } = new("--version");

    /// <summary>One set of them.</summary>
    public GlobalSwitches() =>
        Root = new Command("pbm") { Json, Token, Timeout, Tls, Certificate, Key, Authorities, Version };

    /// <summary>The one that every command knows too, so that it is offered and explained there.</summary>
    public static Option<bool> NewJson() => new("--json") { Description = "print JSON", Recursive = true };

    private static TimeSpan ReadTimeout(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Duration.Parse(text) is { } time) return time;
        result.AddError($"--timeout is '{text}', expected is a time such as 500ms, 10s or 2m, up to 60m");
        return default;
    }
}
