using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Metrics;

/// <summary>What is said of the actor system's own trouble.</summary>
internal static partial class TroubleLog
{
    [LoggerMessage(2301, LogLevel.Information, "{Message} did not reach {Recipient}, which is gone ({More} more dead letters since the line before)")]
    public static partial void DeadLetter(ILogger log, string message, string recipient, long more);
}
