namespace Realtime.Bench.Servers;

/// <summary>Where everything lies that this program starts.</summary>
internal static class BenchFolder
{
    /// <summary>The folder bench: …/bench/Realtime.Bench/bin/&lt;configuration&gt;/&lt;framework&gt;/ is where this program runs.</summary>
    public static string Path { get; } = Up(4).FullName;

    /// <summary>A program that was built together with this one.</summary>
    /// <param name="folder">Of its project, below bench.</param>
    /// <param name="name">Of its assembly.</param>
    public static string Built(string folder, string name) => System.IO.Path.Combine(Path, folder, "bin", Up(1).Name, Up(0).Name, name + ".dll");

    private static DirectoryInfo Up(int levels)
    {
        var folder = new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        for (; levels > 0; levels--) folder = folder.Parent!;
        return folder;
    }
}
