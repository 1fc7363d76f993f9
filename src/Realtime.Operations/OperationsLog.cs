using System.Net;
using Microsoft.Extensions.Logging;

namespace Realtime.Operations;

/// <summary>What the operators' side says in the log.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(3001, LogLevel.Information, "Operators are served at {Address}:{Port}")]
    public static partial void Bound(ILogger log, IPAddress address, int port);

    [LoggerMessage(3002, LogLevel.Warning, "Operators' token crosses the network unencrypted to {Address}: a certificate would protect it")]
    public static partial void TokenInClear(ILogger log, IPAddress address);

    [LoggerMessage(3003, LogLevel.Warning, "An operator's program at {Peer} was refused: {Reason}")]
    public static partial void Refused(ILogger log, string peer, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "Ordered by {Caller}: {Palette} {Command} {Arguments}")]
    public static partial void Ordered(ILogger log, string caller, string palette, string command, string arguments);

    [LoggerMessage(3005, LogLevel.Error, "{Palette} {Command} failed: a bug")]
    public static partial void Bug(ILogger log, string palette, string command, Exception error);
}
