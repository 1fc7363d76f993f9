using Realtime.Protocol.Operations;

namespace Realtime.Operations.Commands;

/// <summary>One command of a palette.</summary>
/// <param name="Name">Such as <c>list</c>; empty: the palette itself.</param>
/// <param name="Description">One line, for help texts.</param>
/// <param name="RunAsync">What it does. Ends normally, or with a <see cref="CommandFaultException"/>.</param>
/// <param name="Switches">What it takes.</param>
internal sealed record Command(string Name, string Description, Func<CommandCall, Task> RunAsync, params IReadOnlyList<SwitchDefinition> Switches)
{
    /// <summary>Goes on until it is stopped.</summary>
    public bool Streams { get; init; }

    /// <summary>Changes something: who ordered it is logged.</summary>
    public bool IsOrder { get; init; }

    /// <summary>Of an order that only tells how things are without this switch; null: it always changes something.</summary>
    public string? OrdersWith { get; init; }

    public CommandDefinition Definition => new(Name, Description, Switches, Streams);
}

/// <summary>A group of commands.</summary>
internal sealed record Palette(string Name, string Description, params IReadOnlyList<Command> Commands)
{
    public PaletteDefinition Definition => new(Name, Description, [.. Commands.Select(c => c.Definition)]);
}
