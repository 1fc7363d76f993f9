namespace Realtime.Bench.Servers;

/// <summary>A pack of tables in a folder of its own, gone when disposed.</summary>
internal sealed class WrittenPack : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-bench-pack-");

    /// <param name="names">Of its data sets.</param>
    /// <param name="key">The column that identifies a row.</param>
    /// <param name="sql">The same for all.</param>
    public WrittenPack(IEnumerable<string> names, string key, string sql)
    {
        var all = names.ToArray();
        var entries = string.Join(", ", all.Select(name => $$"""{"name": "{{name}}", "kind": "table", "key": ["{{key}}"]}"""));
        File.WriteAllText(System.IO.Path.Combine(Path, "pack.json"), $$"""{"dataSets": [{{entries}}]}""");
        foreach (var name in all) File.WriteAllText(System.IO.Path.Combine(Path, name + ".sql"), sql);
    }

    /// <summary>Its folder.</summary>
    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
