namespace Realtime.Pbm.Prompting;

/// <summary>The lines that were entered, oldest first, and where the arrow keys are among them.</summary>
internal sealed class History
{
    /// <summary>Older ones are forgotten.</summary>
    public const int Most = 500;

    private readonly List<string> _lines = [];
    private int _at;
    private string _unfinished = "";

    /// <param name="lines">Those of earlier sessions.</param>
    public History(IEnumerable<string> lines)
    {
        _lines.AddRange(lines.TakeLast(Most));
        _at = _lines.Count;
    }

    /// <summary>What it keeps.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Keeps a line, unless it repeats the last one, is empty or may hold a secret.</summary>
    /// <returns>Whether it did.</returns>
    public bool Add(string line)
    {
        var keep = line.Trim().Length > 0 && !line.Contains("token", StringComparison.OrdinalIgnoreCase) && line != _lines.LastOrDefault();
        if (keep) _lines.Add(line);
        if (_lines.Count > Most) _lines.RemoveAt(0);
        _at = _lines.Count;
        return keep;
    }

    /// <summary>The line before this one; <paramref name="typed"/> is found again at the end.</summary>
    public string Up(string typed)
    {
        if (_at == _lines.Count) _unfinished = typed;
        if (_at == 0) return typed;
        return _lines[--_at];
    }

    /// <summary>The line after this one.</summary>
    public string Down(string typed)
    {
        if (_at == _lines.Count) return typed;
        return ++_at == _lines.Count ? _unfinished : _lines[_at];
    }
}
