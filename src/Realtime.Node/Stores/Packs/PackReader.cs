using System.Collections.Immutable;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores.Packs;

/// <summary>Reads a pack: a folder with <c>pack.json</c> and one SQL file per data set and, where dialects differ, per dialect.</summary>
public static class PackReader
{
    /// <summary>The file that lists a pack's data sets.</summary>
    public const string ListName = "pack.json";

    /// <summary>The dialects that have a store.</summary>
    public static readonly ImmutableArray<string> Dialects = ["duckdb", "postgres"];

    /// <summary>Reads the pack and checks all of it, so that one start shows every fault.</summary>
    /// <param name="nameOrPath">A folder's name in <c>datasets/</c>, or the path of a folder elsewhere.</param>
    /// <param name="dialect"><c>duckdb</c> or <c>postgres</c>.</param>
    /// <param name="baseFolder">Where <c>datasets/</c> is: beside the executable.</param>
    public static PackReading Read(string nameOrPath, string dialect, string baseFolder)
    {
        List<string> faults = [];
        if (!Dialects.Contains(dialect)) faults.Add($"there is no dialect '{dialect}': expected {string.Join(" or ", Dialects)}");
        var folder = Find(nameOrPath, Path.Combine(baseFolder, "datasets"), faults);
        if (folder is null || faults.Count > 0) return new PackReading(null, [.. faults]);

        var name = Path.GetFileName(folder);
        var files = new PackFiles(folder, dialect);
        var dataSets = ReadList(files, faults);
        var asOf = files.ReadOptional("as_of", faults);
        var topics = files.ReadOptional("topics", faults);
        foreach (var (file, sql) in new[] { ("as_of", asOf), ("topics", topics) })
        {
            if (sql is not null) SqlFaults.OfPlain(file, sql, faults);
        }

        return faults.Count > 0
            ? new PackReading(null, [.. faults.Select(fault => $"pack {name}: {fault}")])
            : new PackReading(new Pack(name, dataSets, asOf, topics), [], folder);
    }

    private static string? Find(string nameOrPath, string datasets, List<string> faults)
    {
        var isPath = nameOrPath.AsSpan().ContainsAny('/', '\\') || nameOrPath is "." or "..";
        var folder = Path.TrimEndingDirectorySeparator(isPath ? Path.GetFullPath(nameOrPath) : Path.Combine(datasets, nameOrPath));
        if (nameOrPath.Length > 0 && File.Exists(Path.Combine(folder, ListName))) return folder;
        if (nameOrPath.Length > 0 && Directory.Exists(folder))
        {
            faults.Add($"{folder} has no {ListName}, which lists a pack's data sets");
            return null;
        }

        var folders = Directory.Exists(datasets) ? Directory.GetDirectories(datasets) : [];
        string[] packs = [.. folders.Where(d => File.Exists(Path.Combine(d, ListName))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
        var there = packs.Length > 0 ? $"{datasets} has: {string.Join(", ", packs)}" : $"{datasets} has none";
        faults.Add(isPath
            ? $"there is no folder {folder}; {there}"
            : $"there is no pack '{nameOrPath}'; {there}; a path with a slash names a folder elsewhere");
        return null;
    }

    private static ImmutableArray<DataSet> ReadList(PackFiles files, List<string> faults)
    {
        var dataSets = ImmutableArray.CreateBuilder<DataSet>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in PackList.Read(files.Folder, faults))
        {
            var before = faults.Count;
            entry.Check(faults);
            if (entry.Name is null) continue;
            if (!names.Add(entry.Name)) faults.Add($"data set '{entry.Name}' is listed twice: names must differ");
            if (!DataSetName.IsValid(entry.Name)) continue;
            if (files.Read(entry.Name, faults) is not { } sql) continue;
            SqlFaults.Of(entry.Name, sql, entry.Kind, files.Dialect, faults);
            if (faults.Count == before) dataSets.Add(entry.ToDataSet(sql));
        }

        return dataSets.ToImmutable();
    }
}
