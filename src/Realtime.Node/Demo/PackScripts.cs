namespace Realtime.Node.Demo;

/// <summary>The SQL of the video pack that a writer needs, in one store's dialect.</summary>
/// <param name="Schema">Makes the tables; re-runnable.</param>
/// <param name="Rollup">Completes the bucket of $1.</param>
internal sealed record PackScripts(string Schema, string Rollup)
{
    /// <summary>Reads them from the pack's folder.</summary>
    /// <param name="folder">The folder of the pack.</param>
    /// <param name="dialect"><c>duckdb</c> or <c>postgres</c>.</param>
    /// <exception cref="IOException">The folder lacks one.</exception>
    public static PackScripts Read(string folder, string dialect) => new(
        File.ReadAllText(Path.Combine(folder, $"schema.{dialect}.sql")), File.ReadAllText(Path.Combine(folder, $"rollup.{dialect}.sql")));
}
