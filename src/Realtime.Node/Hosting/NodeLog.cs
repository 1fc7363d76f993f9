namespace Realtime.Node.Hosting;

/// <summary>What the host says in the log.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1001, LogLevel.Information, "Pack {Pack} with data sets {DataSets} in {Store}, every {Interval}; watching needs {Token}")]
    public static partial void Starting(ILogger log, string pack, string dataSets, string store, TimeSpan interval, string token);

    [LoggerMessage(1002, LogLevel.Warning, "Anybody who reaches {Urls} may watch every topic: Realtime:Auth:AllowAnonymous is on and a listener is not on loopback")]
    public static partial void AnonymousOnPublicListener(ILogger log, string urls);

    [LoggerMessage(1003, LogLevel.Warning, "Topics were not all handed over within {Within}: the rest moves when this node has left")]
    public static partial void HandOverUnfinished(ILogger log, TimeSpan within);
}
