using System.Xml.Linq;

namespace Realtime.Build;

/// <summary>What one test project reported.</summary>
public sealed record Suite(string Name, int ExitCode, int Passed, IReadOnlyList<string> Failures, int Skipped)
{
    /// <summary>A message longer than this is in the suite's own output, higher up.</summary>
    private const int LongestMessage = 600;

    /// <summary>Reads a .trx file of `dotnet test` or a JUnit file of `node --test`; a missing file is a suite that ran nothing.</summary>
    public static Suite Read(string name, int exitCode, string path)
    {
        var tests = !File.Exists(path) ? [] : XDocument.Load(path).Descendants().Select(e => e.Name.LocalName switch
        {
            "UnitTestResult" => new Test((string?)e.Attribute("outcome"), $"{(string?)e.Attribute("testName")}: {MessageOf(e)}"),
            "testcase" => new Test(e.Element("failure") is not null ? "Failed" : e.Element("skipped") is not null ? "NotExecuted" : "Passed",
                $"{(string?)e.Attribute("name")}: {(string?)e.Element("failure")?.Attribute("message")}"),
            _ => null,
        }).OfType<Test>().ToList();
        return new(name, exitCode, tests.Count(t => t.Outcome == "Passed"),
            [.. tests.Where(t => t.Outcome is not ("Passed" or "NotExecuted")).Select(t => Short(t.Failure))], tests.Count(t => t.Outcome == "NotExecuted"));
    }

    private sealed record Test(string? Outcome, string Failure);

    private static string? MessageOf(XElement result) => result.Descendants().FirstOrDefault(e => e.Name.LocalName == "Message")?.Value;

    private static string Short(string failure)
    {
        var line = string.Join(' ', failure.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + " …";
    }
}
