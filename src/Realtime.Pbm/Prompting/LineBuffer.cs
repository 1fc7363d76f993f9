namespace Realtime.Pbm.Prompting;

/// <summary>A line that is being edited: its text, and where the cursor stands in it.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Cursor">0 to its length.</param>
internal readonly record struct LineBuffer(string Text, int Cursor)
{
    /// <summary>Nothing typed.</summary>
    public static readonly LineBuffer Empty = new("", 0);

    /// <summary>A line with the cursor behind it.</summary>
    public static LineBuffer Of(string text) => new(text, text.Length);

    /// <summary>What stands before the cursor.</summary>
    public string Before => Text[..Cursor];

    /// <summary>Text typed or completed.</summary>
    public LineBuffer Insert(string text) => new(Text.Insert(Cursor, text), Cursor + text.Length);

    /// <summary>Backspace.</summary>
    public LineBuffer Backspace() => Cursor == 0 ? this : new(Text.Remove(Cursor - 1, 1), Cursor - 1);

    /// <summary>Delete.</summary>
    public LineBuffer Delete() => Cursor == Text.Length ? this : this with { Text = Text.Remove(Cursor, 1) };

    /// <summary>The cursor so many characters on.</summary>
    public LineBuffer Move(int by) => this with { Cursor = Math.Clamp(Cursor + by, 0, Text.Length) };

    /// <summary>The cursor in front.</summary>
    public LineBuffer Home() => this with { Cursor = 0 };

    /// <summary>The cursor behind.</summary>
    public LineBuffer End() => this with { Cursor = Text.Length };

    /// <summary>All before the cursor is gone.</summary>
    public LineBuffer CutToStart() => new(Text[Cursor..], 0);

    /// <summary>All behind the cursor is gone.</summary>
    public LineBuffer CutToEnd() => this with { Text = Before };

    /// <summary>The word before the cursor is gone.</summary>
    public LineBuffer CutWord()
    {
        var start = Before.TrimEnd().LastIndexOf(' ') + 1;
        return new(Text.Remove(start, Cursor - start), start);
    }

    /// <summary>The part that fits a width, and where the cursor stands in that: a long line slides below its edges.</summary>
    public (string Part, int Cursor) Window(int width)
    {
        if (Text.Length < width) return (Text, Cursor);
        var start = Math.Max(0, Cursor - width + 1);
        return (Text.Substring(start, Math.Min(width - 1, Text.Length - start)), Cursor - start);
    }
}
