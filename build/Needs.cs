using System.Globalization;

namespace Realtime.Build;

/// <summary>What this machine must have; what can be installed is.</summary>
public static class Needs
{
    /// <summary>The page is built by Node.js; who runs what was published needs none.</summary>
    public static void Node()
    {
        var found = Tool.Ask("node", "--version");
        if (found is null || !Version.TryParse(found.TrimStart('v'), out var version) || version < new Version(20, 19))
            throw new Missing($"Node.js 20.19 or later is expected to build the page and to run its tests, `node --version` said: {found ?? "nothing"}. Install it from https://nodejs.org and try again.");
    }

    public static void Postgres()
    {
        if (FindInitdb() is not null) return;
        const string expected = "PostgreSQL's server programs (initdb) are expected on the PATH or in /usr/lib/postgresql/<version>/bin; none was found.";
        Console.WriteLine(expected);
        if (!Install("postgresql") || FindInitdb() is null) throw new Missing($"{expected} Install PostgreSQL 15 or later (Debian: `apt-get install postgresql`) and try again.");
    }

    /// <summary>Partitions are tried in network namespaces and the page in a browser; without them those tests are skipped and say why.</summary>
    public static void Want(string program, string question, string package, string what)
    {
        if (!OperatingSystem.IsLinux() || Tool.Ask(program, question) is not null) return;
        Console.WriteLine($"{program} was not found.");
        if (!Install(package)) Console.WriteLine($"It could not be installed: {what} are skipped. (Debian, as root: `apt-get install {package}`.)");
    }

    /// <summary>Brings a package of the system, where that is possible: on Debian, as root.</summary>
    private static bool Install(string package)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || Tool.Ask("apt-get", "--version") is null) return false;
        Console.WriteLine($"Installing the package {package}.");
        return Tool.Start("apt-get", ["update", "-q"]) == 0 && Tool.Start("apt-get", ["install", "-y", "-q", "--no-install-recommends", package]) == 0;
    }

    private static string? FindInitdb()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(debian)
            .SelectMany(folder => new[] { Path.Combine(folder, "initdb"), Path.Combine(folder, "initdb.exe") }).FirstOrDefault(File.Exists);
    }

    /// <summary>What npm brings, as the lock file of that folder has it.</summary>
    public static void NpmPackages(string folder)
    {
        var stamp = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (stamp.Exists && stamp.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return;
        var code = Tool.Start(Tool.Npm, ["ci", "--loglevel=error", "--no-audit", "--no-fund"], folder);
        if (code != 0) throw new Missing($"`npm ci` in {folder} ended with exit code {code}; what it said stands above. It needs a package registry: check `npm config get registry`.");
    }
}
