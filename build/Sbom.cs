namespace Realtime.Build;

/// <summary>Writes what each part is made of (CycloneDX, JSON).</summary>
public static class Sbom
{
    /// <summary>Of a project and all that it refers to, as its lock file has it.</summary>
    /// <param name="project">Restored.</param>
    /// <param name="name">What the part is called.</param>
    /// <param name="version">Which one it is.</param>
    /// <param name="folder">Where <c>name.cdx.json</c> is written.</param>
    public static void OfProject(string project, string name, string version, string folder)
    {
        var (code, printed) = Tool.Hear("dotnet", ["tool", "run", "dotnet-CycloneDX", "--", project, "--recursive", "--disable-package-restore", "--no-serial-number",
            "--output", folder, "--filename", $"{name}.cdx.json", "--output-format", "Json", "--set-name", $"realtime-{name}", "--set-version", version]);
        if (code != 0) throw new Missing($"the list of what is in {name} could not be written:\n{printed}");
    }

    /// <summary>Of a folder's npm lock file.</summary>
    /// <param name="source">The folder with package-lock.json.</param>
    /// <param name="name">What the part is called.</param>
    /// <param name="folder">Where <c>name.cdx.json</c> is written.</param>
    public static void OfNpm(string source, string name, string folder)
    {
        var (code, printed) = Tool.Hear(Tool.Npm, ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--loglevel=silent"], source);
        if (code != 0) throw new Missing($"the list of what is in {source} could not be written:\n{printed}");
        File.WriteAllText(Path.Combine(folder, $"{name}.cdx.json"), printed);
    }
}
