using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Realtime.Node.Tests.Build;

/// <summary>build.sh and build.ps1 are doors to the same program: what one says and returns, the other does.</summary>
public sealed class BuildDoorsTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Help_says_the_same_through_both_doors()
    {
        var (fromShell, shellCode) = Shell("help");
        var (fromPowerShell, powerShellCode) = PowerShellDoor("help");

        Assert.Contains("run [settings]", fromShell, StringComparison.Ordinal);
        Assert.Equal(fromShell, fromPowerShell);
        Assert.Equal((0, 0), (shellCode, powerShellCode));
    }

    [Theory]
    [InlineData("launch")]
    [InlineData("launch", "--urls", "http://127.0.0.1:4100", "--Realtime:Demo=false")]
    [InlineData("launch", "--Realtime:Pack", "a name with spaces")]
    public void An_unknown_target_is_named_with_its_arguments_as_they_were_given_and_ends_with_2(params string[] arguments)
    {
        var (fromShell, shellCode) = Shell(arguments);
        var (fromPowerShell, powerShellCode) = PowerShellDoor(arguments);

        Assert.StartsWith($"Unknown target: {string.Join(' ', arguments)}\n", fromShell, StringComparison.Ordinal);
        Assert.Equal(fromShell, fromPowerShell);
        Assert.Equal((2, 2), (shellCode, powerShellCode));
    }

    [Fact]
    public void Settings_typed_at_a_PowerShell_prompt_arrive_unchanged()
    {
        var (output, code) = Script($"& '{Path.Combine(Root, "build.ps1")}' launch --urls http://127.0.0.1:4100 --Realtime:Demo=false");

        Assert.StartsWith("Unknown target: launch --urls http://127.0.0.1:4100 --Realtime:Demo=false\n", output, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    private static (string Output, int Code) Shell(params string[] arguments)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Root, "build.sh"), .. arguments]) { RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (Normal(output), shell.ExitCode);
    }

    private static (string Output, int Code) PowerShellDoor(params string[] arguments) =>
        Script($"& '{Path.Combine(Root, "build.ps1")}' {string.Join(' ', arguments.Select(a => $"'{a}'"))}");

    /// <summary>An in-process PowerShell: the language and native commands, no modules and no pwsh.</summary>
    private static (string Output, int Code) Script(string script)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        var lines = shell.AddScript(script).Invoke<string>();
        Assert.Empty(shell.Streams.Error);
        return (Normal(string.Join('\n', lines)), (int)runspace.SessionStateProxy.GetVariable("LASTEXITCODE"));
    }

    private static string Normal(string output) => output.ReplaceLineEndings("\n").TrimEnd();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "build.cs"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
