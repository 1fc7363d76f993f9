namespace Realtime.Pbm.Prompting;

/// <summary>Where history lies between sessions: a file that only its owner can read. Where it cannot be used, there is just no history.</summary>
/// <param name="path">The file.</param>
internal sealed class HistoryFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>In the place that the XDG base directories name.</summary>
    public static HistoryFile Default(Func<string, string?> environment)
    {
        var state = environment("XDG_STATE_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return new HistoryFile(Path.Combine(state, "pbm", "history"));
    }

    /// <summary>Reads it; a file that has grown past the bound is cut to it.</summary>
    public History Read()
    {
        try
        {
            if (!File.Exists(path)) return new History([]);
            var lines = File.ReadAllLines(path);
            var history = new History(lines);
            if (lines.Length > History.Most) Write(FileMode.Create, history.Lines);
            return history;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new History([]);
        }
    }

    /// <summary>Adds a line: two sessions at once keep both.</summary>
    public void Append(string line)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Write(FileMode.Append, [line]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written is no reason to stop.
        }
    }

    private void Write(FileMode mode, IEnumerable<string> lines)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, options);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
        foreach (var line in lines) writer.Write(line + "\n");
    }
}
