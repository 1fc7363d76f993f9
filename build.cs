// The project's targets: run, cluster, test, bench, publish, clean. `./build.sh help` lists them.
#:property PublishAot=false

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml.Linq;

var root = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
Directory.SetCurrentDirectory(root);

List<Target> targets = [];
targets.AddRange(
[
    new("run", "[settings]", "build the node and start it here; settings go to it unchanged, e.g. --urls http://127.0.0.1:4100", Run),
    new("cluster", "[settings]", "start a whole cluster here: PostgreSQL, two lighthouses, three nodes, one address in front; settings go to every node", LocalCluster),
    new("test", "[--all] [--filter X]", "build everything and run all tests; --all adds the long ones, --filter takes those whose name contains X", Test),
    new("bench", "<name> [options]", "measure the product on this machine; without a name: what can be measured", Bench),
    new("publish", "", "executables for this machine's platform in artifacts/node and artifacts/lighthouse", _ => Publish()),
    new("clean", "", "delete everything that was built or installed in this folder", _ => Clean()),
    new("help", "", "this list", _ => Help()),
]);

try
{
    var target = targets.FirstOrDefault(t => t.Name == args.FirstOrDefault());
    if (target is not null) return target.Start(args[1..]);
    if (args.Length > 0) Console.WriteLine($"Unknown target: {string.Join(' ', args)}\n");
    Help();
    return 2;
}
catch (Missing missing)
{
    Console.Error.WriteLine($"\nCannot go on: {missing.Message}");
    return 1;
}

int Help()
{
    Console.WriteLine("usage: ./build.sh <target> [arguments]      (Windows: ./build.ps1)\n");
    foreach (var target in targets) Console.WriteLine($"  {target.Name + " " + target.Arguments,-30} {target.Says}");
    return 0;
}

int Run(string[] settings)
{
    Console.WriteLine("Building the node ...");
    Succeed("dotnet", "build", "src/Realtime.Node", "-c", "Release", "-v", "quiet", "-nologo");
    return Tool.Start("dotnet", ["src/Realtime.Node/bin/Release/net10.0/realtime-node.dll", .. settings]);
}

int LocalCluster(string[] settings)
{
    NeedPostgres();
    Console.WriteLine("Building the node and the lighthouse ...");
    Succeed("dotnet", "build", "tests/Realtime.LocalCluster", "-c", "Release", "-v", "quiet", "-nologo");
    return Tool.Start("dotnet", ["tests/Realtime.LocalCluster/bin/Release/net10.0/realtime-local-cluster.dll", .. settings]);
}

int Test(string[] options)
{
    var (all, filter) = TestOptions(options);
    NeedNode();
    NeedPostgres();
    WantNetworkNamespaces();
    var results = Path.Combine(root, "artifacts", "test-results");
    if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
    Directory.CreateDirectory(results);

    InstallClients();
    Console.WriteLine("Building ...");
    Succeed("dotnet", "build", "Realtime.sln", "-c", "Release", "-v", "quiet", "-nologo");

    string[] conditions = [.. all ? Array.Empty<string>() : ["Category!=Long"], .. filter is null ? Array.Empty<string>() : [$"FullyQualifiedName~{filter}"]];
    string[] which = conditions.Length == 0 ? [] : ["--filter", string.Join('&', conditions)];
    var suites = new List<Suite>();
    foreach (var project in Directory.GetFiles("tests", "*.Tests.csproj", SearchOption.AllDirectories).Where(IsOurs).Order())
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var trx = Path.Combine(results, name + ".trx");
        Console.WriteLine($"\n== {name}");
        // A test that hangs fails its suite here, instead of holding up a build machine.
        var code = Tool.Start("dotnet", ["test", project, "-c", "Release", "--no-build", "-nologo", "--results-directory", results,
            "--logger", $"trx;LogFileName={trx}", "--blame-hang-timeout", "4m", "--blame-hang-dump-type", "none", .. which]);
        suites.Add(Suite.Read(name, code, trx));
    }

    Console.WriteLine("\n== clients");
    var junit = Path.Combine(results, "clients.xml");
    string[] pattern = filter is null ? [] : [$"--test-name-pattern={filter}"];
    var npm = Tool.Start(Tool.Npm, ["test", "--silent", "--", "--test-reporter=spec", "--test-reporter-destination=stdout",
        "--test-reporter=junit", $"--test-reporter-destination={junit}", .. pattern], "tests/clients");
    suites.Add(Suite.Read("clients", npm, junit));
    return Summary(suites, filtered: filter is not null);
}

int Summary(List<Suite> suites, bool filtered)
{
    Console.WriteLine("\n== summary");
    var good = suites.Sum(s => s.Passed) > 0;
    foreach (var suite in suites)
    {
        // A suite that ran nothing proves nothing; only a filter may leave one empty.
        var fault = suite.Failed > 0 ? "FAILED"
            : suite.Passed == 0 && !filtered ? "FAILED: ran no test"
            : suite.ExitCode != 0 && !(filtered && suite.Passed == 0) ? $"FAILED: ended with exit code {suite.ExitCode}"
            : null;
        good &= fault is null;
        Console.WriteLine($"  {suite.Name,-28} {suite.Passed,5} passed {suite.Failed,4} failed {suite.Skipped,4} skipped  {fault}");
    }

    var skipped = suites.Sum(s => s.Skipped);
    Console.WriteLine($"\n{suites.Sum(s => s.Passed)} passed, {suites.Sum(s => s.Failed)} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
    return good ? 0 : 1;
}

int Bench(string[] options)
{
    NeedPostgres();
    Console.WriteLine("Building ...");
    Succeed("dotnet", "build", "bench/Realtime.Bench", "-c", "Release", "-v", "quiet", "-nologo");
    return Tool.Start("dotnet", ["bench/Realtime.Bench/bin/Release/net10.0/realtime-bench.dll", .. options]);
}

int Publish()
{
    foreach (var (project, name) in new[] { ("src/Realtime.Node", "node"), ("lighthouse", "lighthouse") })
    {
        var to = Path.Combine("artifacts", name);
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        // One runtime identifier: the embedded store brings its natives for every platform, of which one is needed.
        Succeed("dotnet", "publish", project, "-c", "Release", "--use-current-runtime", "--no-self-contained", "-o", to, "-v", "quiet", "-nologo");
        Console.WriteLine($"{to}: {new DirectoryInfo(to).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1_000_000} MB");
    }

    return 0;
}

int Clean()
{
    var built = Directory.GetFiles(root, "*.csproj", SearchOption.AllDirectories).Where(IsOurs).Select(p => Path.GetDirectoryName(p)!)
        .SelectMany(folder => new[] { Path.Combine(folder, "bin"), Path.Combine(folder, "obj") });
    foreach (var folder in built.Append("artifacts").Append("tests/clients/node_modules").Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
    return 0;
}

static (bool All, string? Filter) TestOptions(string[] options) => options switch
{
    [] => (false, null),
    ["--all", .. var rest] => (true, TestOptions(rest).Filter),
    ["--filter", var filter, .. var rest] => (TestOptions(rest).All, filter),
    _ => throw new Missing($"test does not know '{options[0]}'. It takes --all and --filter X."),
};

static bool IsOurs(string path) => !path.Contains("node_modules", StringComparison.Ordinal);

void Succeed(string file, params string[] arguments)
{
    var code = Tool.Start(file, arguments);
    if (code != 0) throw new Missing($"`{file} {string.Join(' ', arguments)}` ended with exit code {code}; what it said stands above.");
}

void NeedNode()
{
    var found = Tool.Ask("node", "--version");
    if (found is null || !int.TryParse(found.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var major) || major < 20)
        throw new Missing($"Node.js 20 or later is expected for the client tests, `node --version` said: {found ?? "nothing"}. Install it from https://nodejs.org and try again.");
}

void NeedPostgres()
{
    if (FindInitdb() is not null) return;
    const string expected = "PostgreSQL's server programs (initdb) are expected on the PATH or in /usr/lib/postgresql/<version>/bin; none was found.";
    if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || Tool.Ask("apt-get", "--version") is null)
        throw new Missing($"{expected} Install PostgreSQL 15 or later (Debian: `apt-get install postgresql`) and try again.");
    Console.WriteLine($"{expected} Installing the package postgresql.");
    Succeed("apt-get", "update", "-q");
    Succeed("apt-get", "install", "-y", "-q", "postgresql");
    if (FindInitdb() is null) throw new Missing($"{expected} The package postgresql was installed and did not bring it.");
}

/// <summary>Partitions are tried in network namespaces; without them those tests are skipped and say why.</summary>
void WantNetworkNamespaces()
{
    if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || Tool.Ask("ip", "-V") is not null || Tool.Ask("apt-get", "--version") is null) return;
    Console.WriteLine("iproute2's ip was not found: installing the package iproute2.");
    if (Tool.Start("apt-get", ["update", "-q"]) != 0 || Tool.Start("apt-get", ["install", "-y", "-q", "iproute2"]) != 0) Console.WriteLine("That failed: tests of partitions are skipped.");
}

static string? FindInitdb()
{
    var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin")) : [];
    return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(debian)
        .SelectMany(folder => new[] { Path.Combine(folder, "initdb"), Path.Combine(folder, "initdb.exe") }).FirstOrDefault(File.Exists);
}

void InstallClients()
{
    var stamp = new FileInfo("tests/clients/node_modules/.package-lock.json");
    if (stamp.Exists && stamp.LastWriteTimeUtc >= File.GetLastWriteTimeUtc("tests/clients/package-lock.json")) return;
    var code = Tool.Start(Tool.Npm, ["ci", "--loglevel=error"], "tests/clients");
    if (code != 0) throw new Missing($"`npm ci` in tests/clients ended with exit code {code}; what it said stands above. It needs a package registry: check `npm config get registry`.");
}

/// <summary>One thing this program can do.</summary>
sealed record Target(string Name, string Arguments, string Says, Func<string[], int> Start);

/// <summary>Something this machine lacks, or a step that failed: told to the user without a stack trace.</summary>
sealed class Missing(string message) : Exception(message);

/// <summary>What one test project reported.</summary>
sealed record Suite(string Name, int ExitCode, int Passed, int Failed, int Skipped)
{
    /// <summary>Reads a .trx file of `dotnet test` or a JUnit file of `node --test`; a missing file is a suite that ran nothing.</summary>
    public static Suite Read(string name, int exitCode, string path)
    {
        var outcomes = !File.Exists(path) ? [] : XDocument.Load(path).Descendants().Select(e => e.Name.LocalName switch
        {
            "UnitTestResult" => (string?)e.Attribute("outcome"),
            "testcase" => e.Element("failure") is not null ? "Failed" : e.Element("skipped") is not null ? "NotExecuted" : "Passed",
            _ => null,
        }).OfType<string>().ToList();
        var passed = outcomes.Count(o => o == "Passed");
        var skipped = outcomes.Count(o => o == "NotExecuted");
        return new(name, exitCode, passed, outcomes.Count - passed - skipped, skipped);
    }
}

/// <summary>Starts other programs, and passes on to them what ends this one, so that none is left behind.</summary>
static class Tool
{
    private static volatile bool stopping;

    /// <summary>Windows starts scripts only by their full name.</summary>
    public static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Runs a program on this terminal and returns its exit code.</summary>
    public static int Start(string file, IEnumerable<string> arguments, string? folder = null)
    {
        if (stopping) throw new Missing("a signal asked to stop.");
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder ?? "" };
        // Build servers that outlive the build keep its output pipes open, and who reads them waiting.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = new Process { StartInfo = start };
        var started = new TaskCompletionSource();
        // Before the start, so that no signal falls between. The terminal sends Ctrl-C to every process of its
        // foreground group, so the child has that one already; the others reach only this process.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => stopping = signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, PassOn);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new Missing($"`{file}` could not be started: {error.Message}. Is it installed and on the PATH?");
        }

        started.SetResult();
        process.WaitForExit();
        return process.ExitCode;

        async void PassOn(PosixSignalContext signal)
        {
            stopping = signal.Cancel = true;
            await started.Task;
            if (!OperatingSystem.IsWindows() && !process.HasExited) _ = Kill(process.Id, 15);
        }
    }

    /// <summary>The first line a program prints, or null when it is not there or fails.</summary>
    public static string? Ask(string file, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return process.ExitCode == 0 ? line : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
