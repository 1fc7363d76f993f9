using Realtime.Build;

namespace Realtime.Node.Tests.Build;

/// <summary>What the build makes of the registries' answers: silence is never taken for a clean bill.</summary>
public class PackageAuditTests
{
    private const string Clean = "The given project `A` has no vulnerable packages given the current sources.\n";

    [Fact]
    public void A_source_without_advisories_is_no_answer_although_the_command_finds_nothing()
    {
        Assert.Equal(AuditOutcome.NotReachable, PackageAudit.ReadNuGet("A", 0, "warn : Audit source 's' did not provide any vulnerability data.\n" + Clean).Outcome);
        Assert.Equal(AuditOutcome.NotReachable, PackageAudit.ReadNuGet("A", 0, "").Outcome);
        Assert.Equal(AuditOutcome.Clean, PackageAudit.ReadNuGet("A", 0, Clean).Outcome);
    }

    [Fact]
    public void A_command_that_fails_is_no_answer_and_no_address_of_a_registry_is_passed_on()
    {
        var answer = PackageAudit.ReadNuGet("A", 1, "error: Unable to load the service index for source https://packages.test/v3/index.json .\n");
        Assert.Equal(AuditOutcome.NotReachable, answer.Outcome);
        Assert.DoesNotContain("packages.test", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_with_known_faults_are_named()
    {
        var answer = PackageAudit.ReadNuGet("A", 0, "Project `A` has the following vulnerable packages\n   > Some.Package  1.0.0  High  https://advisories.test/1\n" + Clean);
        Assert.Equal(AuditOutcome.Vulnerable, answer.Outcome);
        Assert.Contains("Some.Package", answer.Detail, StringComparison.Ordinal);
        answer = PackageAudit.ReadNpm("web", """{"vulnerabilities":{"lib":{"name":"lib","severity":"high"}},"metadata":{}}""");
        Assert.Equal((AuditOutcome.Vulnerable, "> lib (high)"), (answer.Outcome, answer.Detail));
    }

    [Fact]
    public void An_answer_of_npm_that_is_no_list_is_no_answer()
    {
        Assert.Equal(AuditOutcome.Clean, PackageAudit.ReadNpm("web", """{"vulnerabilities":{},"metadata":{}}""").Outcome);
        Assert.Equal(
            (AuditOutcome.NotReachable, "405 Method Not Allowed - POST the registry"),
            PackageAudit.ReadNpm("web", """{"message":"405 Method Not Allowed - POST https://packages.test/bulk","body":""}""") is var (_, outcome, detail) ? (outcome, detail) : default);
        Assert.Equal(AuditOutcome.NotReachable, PackageAudit.ReadNpm("web", "npm error").Outcome);
        Assert.Equal(AuditOutcome.NotReachable, PackageAudit.ReadNpm("web", "{}").Outcome);
    }
}
