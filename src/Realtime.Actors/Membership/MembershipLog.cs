using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Membership;

/// <summary>What membership says in the log: one line per proven death and per change of the poll permit.</summary>
internal static partial class MembershipLog
{
    [LoggerMessage(2001, LogLevel.Warning, "{Member} is dead: its host refuses connections to its port ({ElapsedMs} ms after it was lost); it is downed")]
    public static partial void ProvenDead(ILogger log, Address member, long elapsedMs);

    [LoggerMessage(2002, LogLevel.Warning, "{Member} refuses connections, but this side sees no majority of the members: left to the split-brain resolver")]
    public static partial void NoMajority(ILogger log, Address member);

    [LoggerMessage(2003, LogLevel.Information, "{Member}, proven dead, is out of the cluster ({ElapsedMs} ms after it was lost)")]
    public static partial void Removed(ILogger log, Address member, long elapsedMs);

    [LoggerMessage(2101, LogLevel.Information, "Poll permit withdrawn: only {Heard} of {Members} members answer")]
    public static partial void WithdrawnUnheard(ILogger log, int heard, int members);

    [LoggerMessage(2104, LogLevel.Information, "Poll permit withdrawn: this process stood still for {Seconds:0.0} s")]
    public static partial void WithdrawnFrozen(ILogger log, double seconds);

    [LoggerMessage(2102, LogLevel.Information, "Poll permit returned after {ElapsedMs} ms: {Heard} of {Members} members answered")]
    public static partial void PermitReturned(ILogger log, long elapsedMs, int heard, int members);

    [LoggerMessage(2103, LogLevel.Debug, "{Heard} of {Members} members answer")]
    public static partial void Answering(ILogger log, int heard, int members);

    [LoggerMessage(2005, LogLevel.Warning, "Members speak unencrypted with this one at {Hostname}, which other machines may reach, and it believes whoever connects: certificates would protect them")]
    public static partial void InClear(ILogger log, string hostname);
}
