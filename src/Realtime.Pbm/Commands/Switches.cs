using System.CommandLine;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Commands;

/// <summary>A member's <see cref="SwitchDefinition"/> as the parser's option.</summary>
internal static class Switches
{
    /// <summary>The option: a flag, or one that takes a value.</summary>
    public static Option Of(SwitchDefinition definition)
    {
        var (name, aliases) = definition.LongName.Length > 0 ? (definition.LongName, new[] { definition.Name }) : (definition.Name, []);
        if (definition.Value is null) return new Option<bool>(name, aliases) { Description = definition.Description };
        var option = new Option<string>(name, aliases)
        {
            Description = definition.Description,
            Required = definition.Required,
            HelpName = definition.Choices is { Count: > 0 } choices ? string.Join('|', choices) : definition.Value,
        };
        if (definition.Choices is not { Count: > 0 } allowed) return option;
        option.CompletionSources.Add([.. allowed]);
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var only] && !allowed.Contains(only.Value)) given.AddError($"{name} is '{only.Value}', expected is one of: {string.Join(", ", allowed)}.");
        });
        return option;
    }

    /// <summary>What was given for it, as the member wants it; null: nothing.</summary>
    public static string? Value(ParseResult parsed, Option option) => option switch
    {
        Option<bool> flag => parsed.GetValue(flag) ? "true" : null,
        Option<string> text => parsed.GetValue(text),
        _ => null,
    };

    /// <summary>How it is written in a line that shows a command's form.</summary>
    public static string Form(Option option)
    {
        var name = option.Aliases.FirstOrDefault() ?? option.Name;
        var form = option is Option<bool> ? name : $"{name} <{option.HelpName}>";
        return option.Required ? form : $"[{form}]";
    }
}
