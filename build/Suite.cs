using System.Xml.Linq;

namespace Realtime.Build;

/// <summary>What one test project reported.</summary>
public sealed record Suite(string Name, int ExitCode, int Passed, int Failed, int Skipped)
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
