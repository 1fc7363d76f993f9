using System.Net;

namespace Realtime.Local.Networks;

/// <summary>Where a member runs and under which addresses it is reached.</summary>
/// <param name="Namespace">Its network namespace; null: the machine's own.</param>
/// <param name="Front">Of its HTTP.</param>
/// <param name="Back">Where the other members reach it.</param>
public sealed record Place(string? Namespace, IPAddress Front, IPAddress Back)
{
    /// <summary>Where members run when nobody means to cut them off.</summary>
    public static readonly Place Loopback = new(null, IPAddress.Loopback, IPAddress.Loopback);

    /// <summary>The command that starts a program there; its process is that program itself, so that its id can be signalled.</summary>
    internal (string File, IEnumerable<string> Arguments) Start(string file, IEnumerable<string> arguments) =>
        Namespace is null ? (file, arguments) : ("ip", ["netns", "exec", Namespace, file, .. arguments]);
}
