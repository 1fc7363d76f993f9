using System.ComponentModel;
using System.Diagnostics;

namespace Realtime.Bench.Results;

/// <summary>Which code was measured.</summary>
/// <param name="Id">Short; <c>unknown</c> outside a git work tree.</param>
/// <param name="Changed">Whether files differ from that commit.</param>
internal sealed record Commit(string Id, bool Changed)
{
    /// <summary>As it lies in a folder.</summary>
    public static Commit Of(string folder) => Git(folder, "rev-parse", "--short", "HEAD") is { } id
        ? new Commit(id, Git(folder, "status", "--porcelain", "--untracked-files=no") is not "")
        : new Commit("unknown", false);

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? said : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
