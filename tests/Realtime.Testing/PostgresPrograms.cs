using System.Diagnostics;
using System.Globalization;

namespace Realtime.Testing;

/// <summary>Runs the programs of the PostgreSQL installed on this machine; as another user when this one is root, because they refuse root.</summary>
internal static class PostgresPrograms
{
    private static readonly string? Folder = FindFolder();

    /// <summary>Why tests with PostgreSQL cannot run here; null = they can.</summary>
    public static string? Missing { get; } = Folder is null ? "PostgreSQL is not installed here (looked for initdb in /usr/lib/postgresql/*/bin and on the path)" : null;

    private static string User => UserExists("postgres") ? "postgres" : "nobody";

    private static bool AsOther => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    /// <summary>Lets the user that runs PostgreSQL write to a folder.</summary>
    public static Task GiveFolderAsync(string folder) => AsOther ? RunToEndAsync("chown", [User, folder]) : Task.CompletedTask;

    /// <summary>Runs one of PostgreSQL's programs to its end.</summary>
    public static Task RunAsync(string program, params string[] arguments)
    {
        var (file, all) = Command(program, arguments);
        return RunToEndAsync(file, all);
    }

    /// <summary>Starts one of PostgreSQL's programs; the process is that program itself, so that its id can be signalled.</summary>
    public static Process Start(string program, string[] arguments)
    {
        var (file, all) = Command(program, arguments);
        return Process.Start(Info(file, all)) ?? throw new InvalidOperationException($"{file} did not start");
    }

    /// <summary>Sends a signal to one process.</summary>
    public static Task SignalAsync(int process, string signal) => RunToEndAsync("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);

    private static (string File, string[] Arguments) Command(string program, string[] arguments)
    {
        var path = Path.Combine(Folder ?? throw new InvalidOperationException(Missing), program);
        // setpriv replaces itself by the program: no process lies between.
        return AsOther ? ("setpriv", [$"--reuid={User}", $"--regid={Group(User)}", "--clear-groups", path, .. arguments]) : (path, arguments);
    }

    private static ProcessStartInfo Info(string file, string[] arguments) => new(file, arguments)
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        // A folder any user may enter.
        WorkingDirectory = Path.GetTempPath(),
        Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" },
    };

    private static async Task RunToEndAsync(string file, string[] arguments)
    {
        using var process = Process.Start(Info(file, arguments)) ?? throw new InvalidOperationException($"{file} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {await errors}{await output}");
    }

    private static string? FindFolder()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin")) : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return versions.Concat(onPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int Version(string folder) => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static bool UserExists(string name) => Passwd(name) is not null;

    private static string Group(string user) => Passwd(user)?[3] ?? user;

    private static string[]? Passwd(string name) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 3 && fields[0] == name);
}
