namespace Realtime.Local;

/// <summary>Finds the project's programs as they were built with this one.</summary>
internal static class BuiltProgram
{
    /// <summary>The node.</summary>
    public static string Node { get; } = Find(Path.Combine("src", "Realtime.Node"), "realtime-node.dll");

    /// <summary>The lighthouse.</summary>
    public static string Lighthouse { get; } = Find("lighthouse", "lighthouse.dll");

    /// <summary>The operators' program.</summary>
    public static string Pbm { get; } = Find(Path.Combine("src", "Realtime.Pbm"), "pbm.dll");

    /// <summary>A file of the folder <c>deploy</c>.</summary>
    public static string Deployed(params string[] path) => Path.Combine([Root, "deploy", .. path]);

    private static string Root => new DirectoryInfo(AppContext.BaseDirectory).Parent?.Parent?.Parent?.Parent?.Parent?.FullName ?? "";

    /// <summary>In its own output folder, of the configuration this program was built in: …/tests/&lt;project&gt;/bin/&lt;configuration&gt;/&lt;framework&gt;/.</summary>
    private static string Find(string project, string name)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Root, project, "bin", here.Parent?.Name ?? "", here.Name, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{name} was not built: looked for {path}");
    }
}
