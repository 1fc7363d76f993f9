namespace Realtime.Node.Stores.Packs;

/// <summary>Finds a pack's SQL: <c>&lt;name&gt;.&lt;dialect&gt;.sql</c>, else <c>&lt;name&gt;.sql</c> for all dialects.</summary>
internal sealed record PackFiles(string Folder, string Dialect)
{
    /// <summary>A file that must be there; null after adding what is wrong.</summary>
    public string? Read(string name, List<string> faults)
    {
        if (PathOf(name) is { } path) return ReadAll(path, faults);
        var others = Directory.GetFiles(Folder, $"{name}.*.sql").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        var found = others.Length > 0 ? $"only {string.Join(" and ", others)}" : "neither";
        faults.Add($"data set '{name}' has no SQL for {Dialect}: expected {name}.{Dialect}.sql or {name}.sql, found {found}");
        return null;
    }

    /// <summary>A file that may be missing.</summary>
    public string? ReadOptional(string name, List<string> faults) => PathOf(name) is { } path ? ReadAll(path, faults) : null;

    private string? PathOf(string name) =>
        new[] { $"{name}.{Dialect}.sql", $"{name}.sql" }.Select(file => Path.Combine(Folder, file)).FirstOrDefault(File.Exists);

    private static string? ReadAll(string path, List<string> faults)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{Path.GetFileName(path)} cannot be read: {e.Message}");
            return null;
        }
    }
}
