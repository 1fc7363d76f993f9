using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Polling;

/// <summary>What polling says in the log of topics, paces and bugs: one line when something changes for the worse or the better, none per poll. What fails is in <see cref="StoreLog"/>.</summary>
internal static partial class PollingLog
{
    [LoggerMessage(1103, LogLevel.Warning, "Topic {Topic} fails alone in data set {DataSet} (error {ErrorId}) and is asked apart from the others: {Text}")]
    public static partial void Isolated(ILogger log, string topic, string dataSet, string errorId, string text);

    [LoggerMessage(1105, LogLevel.Warning, "The store answers data set {DataSet} slowly: it is polled every {Distance}")]
    public static partial void Slower(ILogger log, string dataSet, string distance);

    [LoggerMessage(1106, LogLevel.Information, "The store answers data set {DataSet} faster: it is polled every {Distance}")]
    public static partial void Faster(ILogger log, string dataSet, string distance);

    [LoggerMessage(1104, LogLevel.Error, "Polling {DataSet} threw what no store should throw; the poll counts as failed")]
    public static partial void Bug(ILogger log, string dataSet, Exception exception);
}
