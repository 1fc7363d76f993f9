using System.CommandLine;
using System.CommandLine.Help;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Commands;

/// <summary>A parser of what a member can be asked, built of what it said.</summary>
internal sealed class CommandTree
{
    private readonly Command _root = new("pbm");
    private readonly Option<bool> _json = GlobalSwitches.NewJson();
    private readonly Dictionary<Command, (string Palette, CommandDefinition Definition)> _runnable = [];
    private readonly Command _help = new("help", "what can be asked; `help <palette>` says more");
    private readonly Command[] _leave = [new("exit", "leave this prompt"), new("quit", "leave this prompt")];
    private readonly Argument<string[]> _about = new("about") { Arity = ArgumentArity.ZeroOrMore };

    /// <param name="palettes">What the member said.</param>
    /// <param name="prompt">Whether words are typed at the prompt, which can be left.</param>
    public CommandTree(IReadOnlyList<PaletteDefinition> palettes, bool prompt)
    {
        _root.Options.Add(_json);
        _root.Options.Add(new HelpOption("--help", "-h") { Description = "explain this" });
        _help.Arguments.Add(_about);
        _about.CompletionSources.Add(_ => palettes.Select(p => p.Name));
        foreach (var palette in palettes) _root.Subcommands.Add(Of(palette));
        _root.Subcommands.Add(_help);
        if (prompt) foreach (var word in _leave) _root.Subcommands.Add(word);
    }

    /// <summary>What the words ask for.</summary>
    public Asked Read(IReadOnlyList<string> words)
    {
        var parsed = _root.Parse(words, Invocation.Parsing);
        var command = parsed.CommandResult.Command;
        if (parsed.Action is HelpAction) return command == _root ? new Asked.Overview() : new Asked.Help(to => WriteHelp(parsed, to));
        if (command == _help) return parsed.GetValue(_about) is { Length: > 0 } about ? Read([.. about, "--help"]) : new Asked.Overview();
        if (parsed.Errors.Count > 0) return new Asked.Wrong(UsageErrors.Explain(parsed, _runnable.ContainsKey(command)));
        if (_leave.Contains(command)) return new Asked.Leave();
        var (palette, definition) = _runnable[command];
        return new Asked.Command(palette, definition, Arguments(parsed, command, definition), parsed.GetValue(_json));
    }

    /// <summary>What may stand where a text ends: words that continue or follow it, switches only where nothing else fits or a dash is typed.</summary>
    public IReadOnlyList<string> Complete(string text)
    {
        var word = text[(text.LastIndexOf(' ') + 1)..];
        var all = _root.Parse(text, Invocation.Parsing).GetCompletions(text.Length).Select(c => c.InsertText ?? c.Label)
            .Where(c => c.StartsWith(word, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToList();
        var plain = all.Where(c => !c.StartsWith('-')).ToList();
        return plain.Count > 0 ? plain : [.. all.Where(c => c.StartsWith("--", StringComparison.Ordinal) || word.Length > 0)];
    }

    private Command Of(PaletteDefinition palette)
    {
        var group = new Command(palette.Name, palette.Description);
        foreach (var definition in palette.Commands)
        {
            // A command without a name is the palette itself.
            var command = definition.Name.Length == 0 ? group : new Command(definition.Name, definition.Description);
            foreach (var option in definition.Switches.Select(Switches.Of)) command.Options.Add(option);
            command.SetAction(_ => 0);
            _runnable[command] = (palette.Name, definition);
            if (command != group) group.Subcommands.Add(command);
        }

        return group;
    }

    private static Dictionary<string, string> Arguments(ParseResult parsed, Command command, CommandDefinition definition)
    {
        var given = definition.Switches.Zip(command.Options, (definition, option) => (definition.Name, Value: Switches.Value(parsed, option)));
        return given.Where(g => g.Value is not null).ToDictionary(g => g.Name, g => g.Value!);
    }

    private static void WriteHelp(ParseResult parsed, TextWriter to) => parsed.Invoke(new InvocationConfiguration { Output = to });
}
