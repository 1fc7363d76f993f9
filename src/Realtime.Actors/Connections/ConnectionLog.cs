using System.Net;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Connections;

/// <summary>What connections say in the log: one line for all that happened in one sweep or second, none per connection.</summary>
internal static partial class ConnectionLog
{
    [LoggerMessage(1301, LogLevel.Information, "{Count} clients took nothing for {Timeout} and were closed as too slow; {Others} others are open, {Bytes} bytes wait")]
    public static partial void TooSlow(ILogger log, int count, TimeSpan timeout, int others, long bytes);

    [LoggerMessage(1302, LogLevel.Information, "Refused {Address}: {Why}, and {Others} more since the line before")]
    public static partial void Refused(ILogger log, IPAddress? address, string why, int others);
}
