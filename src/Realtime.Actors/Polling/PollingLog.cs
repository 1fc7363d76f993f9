using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Polling;

/// <summary>What polling says in the log: one line when something starts to fail and one when it ends, none per poll.</summary>
internal static partial class PollingLog
{
    [LoggerMessage(1101, LogLevel.Warning, "Data set {DataSet} fails since this poll ({Failure}, error {ErrorId}): {Text}")]
    public static partial void Failing(ILogger log, string dataSet, StoreFailure failure, string errorId, string text);

    [LoggerMessage(1102, LogLevel.Information, "Data set {DataSet} answers again")]
    public static partial void Answering(ILogger log, string dataSet);

    [LoggerMessage(1103, LogLevel.Warning, "Topic {Topic} fails alone in data set {DataSet} (error {ErrorId}) and is asked apart from the others: {Text}")]
    public static partial void Isolated(ILogger log, string topic, string dataSet, string errorId, string text);

    [LoggerMessage(1104, LogLevel.Error, "Polling {DataSet} threw what no store should throw; the poll counts as failed")]
    public static partial void Bug(ILogger log, string dataSet, Exception exception);
}
