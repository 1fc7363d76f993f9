namespace Realtime.Protocol.Operations;

/// <summary>A group of commands that a member knows: programs learn of them from it, so that they need no update when it learns more.</summary>
/// <param name="Name">Such as <c>topic</c>.</param>
/// <param name="Description">One line.</param>
/// <param name="Commands">What is in it.</param>
public sealed record PaletteDefinition(string Name, string Description, IReadOnlyList<CommandDefinition> Commands);

/// <summary>One command.</summary>
/// <param name="Name">Such as <c>list</c>; empty: the palette itself is the command.</param>
/// <param name="Description">One line.</param>
/// <param name="Switches">What can be said with it.</param>
/// <param name="Streams">Whether it goes on until it is stopped.</param>
public sealed record CommandDefinition(string Name, string Description, IReadOnlyList<SwitchDefinition> Switches, bool Streams = false);

/// <summary>One switch of a command.</summary>
/// <param name="Name">Short name, such as <c>-t</c>.</param>
/// <param name="LongName">Long name, such as <c>--topic</c>.</param>
/// <param name="Description">One line.</param>
/// <param name="Value">What stands for its value in a help text, such as <c>topic</c>; null: it is a flag and has none.</param>
/// <param name="Required">Whether the command does nothing without it.</param>
/// <param name="Choices">The values it takes, for completion; null: any.</param>
public sealed record SwitchDefinition(
    string Name, string LongName, string Description, string? Value = null, bool Required = false, IReadOnlyList<string>? Choices = null);
