using System.Text.Json;

namespace Realtime.Build;

/// <summary>
/// Asks the registries whether any package, direct or not, has a known fault. A registry that serves packages and no advisories makes the ordinary commands say "no vulnerable packages": here that is no answer.
/// </summary>
public static class PackageAudit
{
    /// <summary>What <c>dotnet list package --vulnerable</c> says of a solution that was restored.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="folder">Where a file of settings may be written.</param>
    public static AuditAnswer OfNuGet(string solution, string folder)
    {
        var sources = Sources(Tool.Hear("dotnet", ["nuget", "list", "source", "--format", "short"]).Printed);
        // Only a source that is named as one of audits is complained of when it has no advisories.
        var config = Path.Combine(folder, "nuget.config");
        File.WriteAllText(config, Config(sources));
        var (code, printed) = Tool.Hear("dotnet", ["list", solution, "package", "--vulnerable", "--include-transitive", "--config", config]);
        return ReadNuGet(solution, code, printed);
    }

    /// <summary>What <c>npm audit</c> says of a folder's lock file.</summary>
    public static AuditAnswer OfNpm(string folder) => ReadNpm(folder, Tool.Hear(Tool.Npm, ["audit", "--package-lock-only", "--json", "--loglevel=silent"], folder).Printed);

    /// <summary>Reads what <c>dotnet list package</c> printed.</summary>
    public static AuditAnswer ReadNuGet(string what, int code, string printed)
    {
        string[] lines = [.. printed.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string[] found = [.. lines.Where(line => line.StartsWith('>')).Distinct().Order(StringComparer.Ordinal)];
        if (found.Length > 0) return new(what, AuditOutcome.Vulnerable, string.Join(Environment.NewLine, found));
        if (code != 0) return new(what, AuditOutcome.NotReachable, $"`dotnet list package` ended with exit code {code}: {WithoutAddresses(lines.LastOrDefault() ?? "it said nothing")}");
        var silent = lines.Any(line => line.Contains("did not provide any vulnerability data", StringComparison.Ordinal));
        var answered = lines.Any(line => line.Contains("has no vulnerable packages", StringComparison.Ordinal));
        return silent || !answered ? new(what, AuditOutcome.NotReachable, "the package source serves no advisories") : new(what, AuditOutcome.Clean, "no known faults");
    }

    /// <summary>Reads what <c>npm audit --json</c> printed.</summary>
    public static AuditAnswer ReadNpm(string what, string printed)
    {
        try
        {
            using var read = JsonDocument.Parse(printed);
            if (read.RootElement.TryGetProperty("vulnerabilities", out var found) && found.ValueKind == JsonValueKind.Object)
            {
                string[] names = [.. found.EnumerateObject().Select(package => $"> {package.Name} ({(package.Value.TryGetProperty("severity", out var severity) ? severity.GetString() : "?")})")];
                return names.Length == 0 ? new(what, AuditOutcome.Clean, "no known faults") : new(what, AuditOutcome.Vulnerable, string.Join(Environment.NewLine, names));
            }

            var why = read.RootElement.TryGetProperty("message", out var message) ? message.GetString()! : "no list of faults in the answer";
            return new(what, AuditOutcome.NotReachable, WithoutAddresses(why));
        }
        catch (JsonException)
        {
            return new(what, AuditOutcome.NotReachable, "npm answered no JSON");
        }
    }

    private static string[] Sources(string listed) =>
        [.. listed.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("E ", StringComparison.Ordinal)).Select(line => line[2..].Trim())];

    private static string Config(string[] sources)
    {
        var adds = string.Concat(sources.Select((source, i) => $"<add key=\"source-{i}\" value=\"{System.Security.SecurityElement.Escape(source)}\" />"));
        return $"<configuration><packageSources><clear />{adds}</packageSources><auditSources><clear />{adds}</auditSources></configuration>";
    }

    /// <summary>Reports are passed on: where this machine has its registry is nobody else's business.</summary>
    private static string WithoutAddresses(string text) => string.Join(' ', text.Split(' ').Select(word => word.Contains("://", StringComparison.Ordinal) ? "the registry" : word));
}
