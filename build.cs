// The project's targets: run, cluster, test, bench, publish, audit, clean. `./build.sh help` lists them.
#:property PublishAot=false
#:project build/BuildSteps.csproj

using System.Diagnostics;
using System.Globalization;
using Realtime.Build;

var root = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
Directory.SetCurrentDirectory(root);

// Suites that Node.js runs: the folder, what makes its runner write a JUnit file, and its option for names.
string[] nodeTest = ["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=junit", "--test-reporter-destination"];
(string Name, string Folder, string[] Report, string Only)[] scripted =
[
    ("web", "web", ["--reporter=default", "--reporter=junit", "--outputFile.junit"], "-t"),
    ("clients", "tests/clients", nodeTest, "--test-name-pattern"),
    ("page", "tests/page", nodeTest, "--test-name-pattern"),
];

// What is published: the project, and what it is called.
(string Project, string Name)[] published = [("src/Realtime.Node", "node"), ("lighthouse", "lighthouse"), ("src/Realtime.Pbm", "pbm")];

// Where the node has its page.
const string page = "src/Realtime.Node/wwwroot";

List<Target> targets = [];
targets.AddRange(
[
    new("run", "[settings]", "build the node and start it here; settings go to it unchanged, e.g. --urls http://127.0.0.1:4100", Run),
    new("cluster", "[settings]", "start a whole cluster here: PostgreSQL, two lighthouses, three nodes, one address in front; settings go to every node", LocalCluster),
    new("test", "[--all] [--filter X]", "build everything and run all tests; --all adds the long ones, --filter takes those whose name contains X", Test),
    new("bench", "<name> [options]", "measure the product on this machine; without a name: what can be measured", Bench),
    new("publish", "", "executables for this machine's platform in artifacts: node, lighthouse and pbm", _ => Publish()),
    new("audit", "", "ask the registries for known faults of all packages, and write what each part is made of to artifacts/sbom", _ => Audit()),
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
    BuildPage();
    Console.WriteLine("Building the node ...");
    Succeed("dotnet", "build", "src/Realtime.Node", "-c", "Release", "-v", "quiet", "-nologo");
    return Tool.Start("dotnet", ["src/Realtime.Node/bin/Release/net10.0/realtime-node.dll", .. settings]);
}

int LocalCluster(string[] settings)
{
    Needs.Postgres();
    BuildPage();
    Console.WriteLine("Building the node and the lighthouse ...");
    Succeed("dotnet", "build", "tests/Realtime.LocalCluster", "-c", "Release", "-v", "quiet", "-nologo");
    return Tool.Start("dotnet", ["tests/Realtime.LocalCluster/bin/Release/net10.0/realtime-local-cluster.dll", .. settings]);
}

int Test(string[] options)
{
    var (all, filter) = TestOptions(options);
    Needs.Node();
    Needs.Postgres();
    Needs.Want("ip", "-V", "iproute2", "tests of partitions");
    Needs.Want("/usr/sbin/nginx", "-v", "nginx-light", "tests of a proxy in front");
    Needs.Want("chromium", "--version", "chromium", "tests of the page");
    var results = Path.Combine(root, "artifacts", "test-results");
    if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
    Directory.CreateDirectory(results);

    BuildPage();
    foreach (var folder in scripted.Select(s => s.Folder)) Needs.NpmPackages(folder);
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

    foreach (var (name, folder, report, only) in scripted)
    {
        Console.WriteLine($"\n== {name}");
        var junit = Path.Combine(results, name + ".xml");
        var npm = Tool.Start(Tool.Npm, ["test", "--silent", "--", .. report, junit, .. filter is null ? Array.Empty<string>() : [only, filter]], folder);
        suites.Add(Suite.Read(name, npm, junit));
    }

    return Summary(suites, filtered: filter is not null);
}

int Summary(List<Suite> suites, bool filtered)
{
    Console.WriteLine("\n== summary");
    var good = suites.Sum(s => s.Passed) > 0;
    foreach (var suite in suites)
    {
        // A suite that ran nothing proves nothing; only a filter may leave one empty.
        var fault = suite.Failures.Count > 0 ? "FAILED"
            : suite.Passed == 0 && !filtered ? "FAILED: ran no test"
            : suite.ExitCode != 0 && !(filtered && suite.Passed == 0) ? $"FAILED: ended with exit code {suite.ExitCode}"
            : null;
        good &= fault is null;
        Console.WriteLine($"  {suite.Name,-28} {suite.Passed,5} passed {suite.Failures.Count,4} failed {suite.Skipped,4} skipped  {fault}");
    }

    // Again at the end: who reads only the last lines of a long log sees what to mend.
    foreach (var suite in suites)
    foreach (var failure in suite.Failures) Console.WriteLine($"\n  FAILED in {suite.Name}: {failure}");

    var skipped = suites.Sum(s => s.Skipped);
    Console.WriteLine($"\n{suites.Sum(s => s.Passed)} passed, {suites.Sum(s => s.Failures.Count)} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
    return good ? 0 : 1;
}

int Bench(string[] options)
{
    Needs.Node();
    Needs.Postgres();
    BuildPage();
    Needs.NpmPackages("bench/peers/ws");
    Console.WriteLine("Building ...");
    Succeed("dotnet", "build", "bench/Realtime.Bench", "-c", "Release", "-v", "quiet", "-nologo");
    return Tool.Start("dotnet", ["bench/Realtime.Bench/bin/Release/net10.0/realtime-bench.dll", .. options]);
}

int Publish()
{
    BuildPage();
    foreach (var (project, name) in published)
    {
        var to = Path.Combine("artifacts", name);
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        // One runtime identifier: the embedded store brings its natives for every platform, of which one is needed.
        Succeed("dotnet", "publish", project, "-c", "Release", "--use-current-runtime", "--no-self-contained", "-o", to, "-v", "quiet", "-nologo");
        Console.WriteLine($"{to}: {new DirectoryInfo(to).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1_000_000} MB");
    }

    return 0;
}

int Audit()
{
    Needs.Node();
    var sboms = Directory.CreateDirectory(Path.Combine(root, "artifacts", "sbom")).FullName;
    Console.WriteLine("Restoring ...");
    Succeed("dotnet", "restore", "Realtime.sln", "-v", "quiet", "-nologo");
    Succeed("dotnet", "tool", "restore");
    var version = Tool.Ask("dotnet", "msbuild", "src/Realtime.Node", "-getProperty:Version") ?? "0.0.0";
    foreach (var (project, name) in published) Sbom.OfProject(Directory.GetFiles(project, "*.csproj")[0], name, version, sboms);
    foreach (var suite in scripted) Sbom.OfNpm(suite.Folder, suite.Name, sboms);

    AuditAnswer[] answers = [PackageAudit.OfNuGet("Realtime.sln", Path.GetDirectoryName(sboms)!), .. scripted.Select(s => PackageAudit.OfNpm(s.Folder))];
    Console.WriteLine($"\n{sboms}: {Directory.GetFiles(sboms, "*.cdx.json").Length} lists of what is in the parts\n");
    foreach (var (what, outcome, detail) in answers)
    {
        var word = outcome switch { AuditOutcome.Clean => "clean", AuditOutcome.Vulnerable => "VULNERABLE", _ => "NOT REACHABLE, so nothing is known" };
        Console.WriteLine($"  {what,-16} {word}: {detail}");
    }

    // Unknown is not clean: whoever only looks at the exit code must not take one for the other.
    return answers.Any(a => a.Outcome == AuditOutcome.Vulnerable) ? 1 : answers.Any(a => a.Outcome == AuditOutcome.NotReachable) ? 3 : 0;
}

int Clean()
{
    var built = Directory.GetFiles(root, "*.csproj", SearchOption.AllDirectories).Where(IsOurs).Select(p => Path.GetDirectoryName(p)!)
        .SelectMany(folder => new[] { Path.Combine(folder, "bin"), Path.Combine(folder, "obj") });
    var installed = scripted.Select(s => s.Folder).Append("bench/peers/ws").Select(folder => Path.Combine(folder, "node_modules"));
    foreach (var folder in built.Concat(installed).Append("artifacts").Append(page).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
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

/// <summary>The page, built into the folder that the node serves; nothing is done where that is newer than all of its source.</summary>
void BuildPage()
{
    var source = new DirectoryInfo("web").EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Where(i => IsOurs(i.FullName)).Max(i => i.LastWriteTimeUtc);
    if (File.Exists($"{page}/index.html") && File.GetLastWriteTimeUtc($"{page}/index.html") > source) return;
    Needs.Node();
    Console.WriteLine("Building the page ...");
    Needs.NpmPackages("web");
    // Names of its files change with what is in them: those of an earlier build would stay.
    foreach (var copy in Directory.GetDirectories("src/Realtime.Node", "wwwroot", SearchOption.AllDirectories)) Directory.Delete(copy, recursive: true);
    var code = Tool.Start(Tool.Npm, ["run", "build", "--silent", "--", "--outDir", $"../{page}", "--emptyOutDir", "--logLevel", "warn"], "web");
    if (code != 0) throw new Missing($"`npm run build` in web ended with exit code {code}; what it said stands above.");
}

/// <summary>One thing this program can do.</summary>
sealed record Target(string Name, string Arguments, string Says, Func<string[], int> Start);
