namespace Realtime.Pbm.Prompting;

/// <summary>What Tab does with the words that may stand at the cursor.</summary>
internal static class Completion
{
    /// <summary>The line after Tab, and the words to choose from, if it cannot know which.</summary>
    public static (LineBuffer Line, IReadOnlyList<string> Choices) Of(LineBuffer line, IReadOnlyList<string> words)
    {
        var typed = line.Before[(line.Before.LastIndexOf(' ') + 1)..];
        if (words.Count == 0) return (line, []);
        if (words.Count == 1) return (line.Insert(words[0][typed.Length..] + " "), []);
        var common = words.Aggregate((a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        return common.Length > typed.Length ? (line.Insert(common[typed.Length..]), []) : (line, words);
    }
}
