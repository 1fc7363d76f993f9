namespace Realtime.Node.Stores.Packs;

/// <summary>What a data set may be called: its name is the event on the wire and the name of its SQL file.</summary>
internal static class DataSetName
{
    /// <summary>Longest name; an event's length fits one byte of a binary frame, and no good name needs more.</summary>
    public const int MaxLength = 64;

    private static readonly string[] ReservedPrefixes = ["phx_", "presence_"];

    // Events of the protocol, and files of a pack that are no data sets.
    private static readonly string[] Reserved = ["heartbeat", "access_token", "rewind", "attention", "notice", "as_of", "topics", "schema", "rollup"];

    /// <summary>Whether it is made of lower-case letters, digits and underscores, and begins with a letter.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>What is wrong with it; null = nothing.</summary>
    public static string? Fault(string name)
    {
        if (!IsValid(name))
        {
            return $"'{name}' is no name for a data set: expected lower-case letters, digits and underscores, a letter first, at most {MaxLength}";
        }

        if (ReservedPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } reserved)
        {
            return $"'{name}' is no name for a data set: events that begin with {reserved} belong to the protocol";
        }

        return Reserved.Contains(name) ? $"'{name}' is no name for a data set: the word has a meaning of its own" : null;
    }
}
