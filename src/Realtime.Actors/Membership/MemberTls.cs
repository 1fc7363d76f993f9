using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Hosting;
using Realtime.Actors.Certificates;

namespace Realtime.Actors.Membership;

/// <summary>Mutual TLS between members: each shows a certificate, and believes only those that the cluster's own authority signed.</summary>
/// <param name="own">This member's, with its key.</param>
/// <param name="trusted">Who vouches for the others.</param>
public sealed class MemberTls(X509Certificate2 own, Authorities trusted)
{
    /// <summary>The remoting's own form. Names are not compared: members are reached by addresses, and whoever has a certificate of the authority is a member.</summary>
    internal SslOptions Remoting() => new()
    {
        X509Certificate = own,
        SuppressValidation = false,
        RequireMutualAuthentication = true,
        ValidateCertificateHostname = false,
        CustomValidator = (certificate, chain, peer, errors, log) =>
        {
            // The handshake knows the actor system's own log only, so this line has no number.
            if (trusted.Refusal(certificate, chain, errors) is not { } reason) return true;
            log.Warning("Refused {0} at the members' port: {1}", peer, reason);
            return false;
        },
    };
}
