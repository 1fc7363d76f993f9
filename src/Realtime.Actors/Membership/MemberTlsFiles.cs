using Realtime.Actors.Certificates;

namespace Realtime.Actors.Membership;

/// <summary>The files of mutual TLS between members, as they are set.</summary>
public sealed record MemberTlsFiles
{
    /// <summary>The member's own certificate, PKCS#12 (.pfx, .p12) or PEM; empty = members speak unencrypted.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Its key, PEM; empty = it stands in the certificate's file.</summary>
    public string CertificateKey { get; init; } = "";

    /// <summary>Password of a PKCS#12 file; empty = none.</summary>
    public string Password { get; init; } = "";

    /// <summary>Who signs the certificates of members, PEM, one or more: whoever they vouch for is let in.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Reads and checks them. Null: nothing is set, or <paramref name="faults"/> tells why not.</summary>
    /// <param name="called">What a setting such as <c>Certificate</c> is called where it comes from.</param>
    /// <param name="now">A certificate is for a time.</param>
    /// <param name="faults">Each with what was found and what would be right.</param>
    public MemberTls? Read(Func<string, string> called, DateTimeOffset now, out IReadOnlyList<string> faults)
    {
        var (certificate, key, password, authority) = (called(nameof(Certificate)), called(nameof(CertificateKey)), called(nameof(Password)), called(nameof(Authority)));
        List<string> found = [];
        faults = found;
        foreach (var (name, set) in new[] { (key, CertificateKey), (password, Password), (authority, Authority) })
        {
            if (set.Length > 0 && Certificate.Length == 0) found.Add($"{name} is set without {certificate}: expected both");
        }

        if (Certificate.Length == 0) return null;
        if (Authority.Length == 0) found.Add($"{certificate} is set without {authority}: expected both, members prove themselves to each other");
        if (Password.Length > 0 && !CertificateFile.IsPkcs12(Certificate)) found.Add($"{password} is set, but {certificate} = '{Certificate}' is PEM: expected a .pfx or .p12 file, or no password");
        if (CertificateKey.Length > 0 && CertificateFile.IsPkcs12(Certificate)) found.Add($"{key} is set, but {certificate} = '{Certificate}' holds its own key: expected one of them");
        foreach (var (name, file) in new[] { (certificate, Certificate), (key, CertificateKey), (authority, Authority) })
        {
            if (file.Length > 0 && !File.Exists(file)) found.Add($"{name} = '{file}': there is no such file");
        }

        return found.Count > 0 ? null : Load(certificate, authority, now, found);
    }

    private MemberTls? Load(string certificate, string authority, DateTimeOffset now, List<string> found)
    {
        var trusted = CertificateFaults.Try(() => Authorities.Read(Authority), $"{authority} = '{Authority}'", Authorities.Expected, found);
        var own = CertificateFaults.Try(() => CertificateFile.Read(Certificate, CertificateKey, Password), $"{certificate} = '{Certificate}'", CertificateFile.Expected, found);
        if (own is null) return null;
        if (CertificateFile.Fault(own, now) is { } fault) found.Add($"{certificate} = '{Certificate}' {fault}");
        else if (trusted?.Refusal(own) is { } refusal) found.Add($"{certificate} = '{Certificate}': {refusal} by {authority}, so no other member would believe it");
        if (trusted is not null && found.Count == 0) return new MemberTls(own, trusted);
        own.Dispose();
        return null;
    }
}
