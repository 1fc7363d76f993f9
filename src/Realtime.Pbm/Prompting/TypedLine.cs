using System.Text;

namespace Realtime.Pbm.Prompting;

/// <summary>A line as it was typed: its words, and the file its output goes to.</summary>
/// <param name="Words">Without quotes.</param>
/// <param name="File">Behind <c>&gt;</c>; null: there was none.</param>
/// <param name="Append">Whether it was <c>&gt;&gt;</c>.</param>
/// <param name="Fault">What is wrong with it; null: nothing.</param>
internal sealed record TypedLine(IReadOnlyList<string> Words, string? File = null, bool Append = false, string? Fault = null)
{
    /// <summary>Reads a line: words end at spaces, quotes of either kind keep them together, and a backslash takes the next character as it is, except in single quotes.</summary>
    public static TypedLine Parse(string line)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char? quote = null;
        int? redirect = null;
        var append = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length) (word ??= new()).Append(line[++i]);
            else if (c == quote) quote = null;
            else if (quote is not null) word!.Append(c);
            else if (c is '"' or '\'') (quote, word) = (c, word ?? new());
            else if (c is '>' && redirect is null)
            {
                EndWord();
                redirect = words.Count;
                append = i + 1 < line.Length && line[i + 1] == '>';
                if (append) i++;
            }
            else if (char.IsWhiteSpace(c)) EndWord();
            else (word ??= new()).Append(c);
        }

        EndWord();
        if (quote is not null) return new TypedLine([], Fault: $"a quote is not closed: {quote}");
        if (redirect is not { } at) return new TypedLine(words);
        return words.Count == at + 1
            ? new TypedLine(words[..at], words[at], append)
            : new TypedLine([], Fault: "behind > stands one file, and nothing behind it");

        void EndWord()
        {
            if (word is not null) words.Add(word.ToString());
            word = null;
        }
    }
}
