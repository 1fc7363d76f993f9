namespace Realtime.Bench.Crowds;

/// <summary>A pack of sixteen small data sets, for the product to have the names of what is sent in its owner's place.</summary>
internal sealed class BenchPack : IDisposable
{
    private const int DataSets = 16;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-bench-pack-");

    public BenchPack()
    {
        var names = Enumerable.Range(0, DataSets).Select(i => $"b{i}").ToArray();
        var entries = string.Join(", ", names.Select(name => $$"""{"name": "{{name}}", "kind": "table", "key": ["frame"]}"""));
        File.WriteAllText(System.IO.Path.Combine(Path, "pack.json"), $$"""{"dataSets": [{{entries}}]}""");
        foreach (var name in names) File.WriteAllText(System.IO.Path.Combine(Path, name + ".sql"), "select k as topic, k as frame from unnest($1) as t (k)");
    }

    /// <summary>Its folder.</summary>
    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
