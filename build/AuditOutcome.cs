namespace Realtime.Build;

/// <summary>How an audit of packages ended.</summary>
public enum AuditOutcome
{
    /// <summary>The registry knows of advisories, and of none for these packages.</summary>
    Clean,

    /// <summary>At least one package has a known fault.</summary>
    Vulnerable,

    /// <summary>The registry gave no advisories: nothing is known, which is not the same as clean.</summary>
    NotReachable,
}
