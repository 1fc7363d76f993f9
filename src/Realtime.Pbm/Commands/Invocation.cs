using System.CommandLine;
using Realtime.Pbm.Connecting;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Commands;

/// <summary>What the program was started with.</summary>
/// <param name="Options">How to reach the member.</param>
/// <param name="Words">The command, to be read when the member has said what it knows.</param>
/// <param name="Json">Whether JSON is wanted.</param>
/// <param name="Version">Whether only the version is wanted.</param>
internal sealed record Invocation(ConnectionOptions Options, IReadOnlyList<string> Words, bool Json, bool Version)
{
    /// <summary>Whether only help is wanted, for which no member need be there.</summary>
    public bool Help => Words is ["help" or "--help" or "-h"];

    /// <summary>No response files: <c>@name</c> is a word like any other. No bundling: <c>-ab</c> is one switch.</summary>
    public static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Reads it; otherwise says what is wrong.</summary>
    /// <param name="arguments">Of the program.</param>
    /// <param name="environment">A variable's value.</param>
    public static (Invocation? Invocation, Failure? Failure) Read(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var switches = new GlobalSwitches();
        switches.Root.TreatUnmatchedTokensAsErrors = false;
        var parsed = switches.Root.Parse(arguments, Parsing);
        if (parsed.Errors.Count > 0) return Wrong(parsed.Errors[0].Message);

        IReadOnlyList<string> words = parsed.UnmatchedTokens;
        var endpoint = words.Count > 0 ? Endpoint.Parse(words[0]) : null;
        if (endpoint is not null) words = [.. words.Skip(1)];

        var (certificate, key, authorities) = (parsed.GetValue(switches.Certificate), parsed.GetValue(switches.Key), parsed.GetValue(switches.Authorities));
        if (key is not null && certificate is null) return Wrong("--key needs --cert");
        TlsFiles? tls = null;
        if (parsed.GetValue(switches.Tls) || certificate is not null || authorities is not null)
        {
            tls = TlsFiles.Read(certificate, key, authorities, environment("PBM_CERT_PASSWORD"), out var fault);
            if (tls is null) return Wrong(fault!);
        }

        var token = parsed.GetValue(switches.Token) ?? environment("PBM_TOKEN");
        var options = new ConnectionOptions(endpoint ?? Endpoint.Default, string.IsNullOrEmpty(token) ? null : token, parsed.GetValue(switches.Timeout), tls);
        return (new Invocation(options, words, parsed.GetValue(switches.Json), parsed.GetValue(switches.Version)), null);
    }

    private static (Invocation?, Failure?) Wrong(string message) => (null, new Failure(OperatorExit.Usage, $"{message.TrimEnd('.')}. See `pbm help`."));
}
