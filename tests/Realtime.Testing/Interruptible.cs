using System.Diagnostics;

namespace Realtime.Testing;

/// <summary>How to start a program that a test will send SIGINT.</summary>
public static class Interruptible
{
    /// <summary>
    /// A start of `dotnet` under which SIGINT has an effect. A shell makes what it starts in the background ignore that signal, children inherit it, and .NET respects
    /// it: without this such tests wait for ever where a build machine runs them in the background.
    /// </summary>
    /// <param name="arguments">The program and its own arguments.</param>
    public static ProcessStartInfo Dotnet(IEnumerable<string> arguments) => OperatingSystem.IsLinux()
        ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. arguments])
        : new ProcessStartInfo("dotnet", arguments);
}
