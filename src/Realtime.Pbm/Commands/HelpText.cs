using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Commands;

/// <summary>What <c>pbm help</c> says.</summary>
internal static class HelpText
{
    private const string Usage = """
        Usage:
          pbm [host:port]                                  a prompt, or commands from a file: pbm < file
          pbm [host:port] <palette> <command> [switches]   one command
          pbm [host:port] help [palette [command]]         what a member can be asked

        Without host:port it is 127.0.0.1:9110.

        Switches:
          --json             print JSON
          --token <token>    the secret of Realtime:Operations:Token; better in the environment, as PBM_TOKEN
          --timeout <time>   how long a member may be silent, such as 500ms, 10s or 2m (10s)
          --tls              use TLS; said also by --cert and --ca
          --cert <file>      this operator's certificate, .pfx (its password is PBM_CERT_PASSWORD) or .pem
          --key <file>       its key, if that is not in the .pem
          --ca <file>        who must have signed the member's certificate, instead of whom this machine trusts
          --version          say which version this is
          --help             explain a palette or a command

        Exit codes: 0 done, 1 failed, 2 usage, 3 cannot connect, 4 some members did not answer,
        5 nothing heard in time, 130 stopped by Ctrl-C.
        """;

    /// <summary>This program's version.</summary>
    public static string Version { get; } = $"pbm {typeof(HelpText).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>What the program is, for whoever has no member yet.</summary>
    public static string Program => $"{Version}\n\n{Usage.ReplaceLineEndings("\n")}";

    /// <summary>What a member can be asked.</summary>
    public static string Palettes(Welcome welcome)
    {
        var width = welcome.Palettes.Select(p => p.Name.Length).DefaultIfEmpty().Max();
        var lines = welcome.Palettes.Select(p => $"  {p.Name.PadRight(width)}   {p.Description}");
        return string.Join('\n', [$"Palettes of {welcome.Node} ({welcome.Product}):", .. lines, "", "`help <palette>` says more of one."]);
    }
}
