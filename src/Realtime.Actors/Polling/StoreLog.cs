using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Polling;

/// <summary>What the log says of the store: one line as an outage begins and one as it ends, however many data sets and topics it has, and none per poll.</summary>
public static partial class StoreLog
{
    /// <summary>Writes a line for each change.</summary>
    public static void Tell(ILogger log, ImmutableArray<StoreChange> changes)
    {
        foreach (var change in changes)
        {
            switch (change)
            {
                case OutageBegan began:
                    Away(log, began.Trouble.Failure, began.Trouble.ErrorId, string.Join(", ", began.DataSets), began.Trouble.Text);
                    break;
                case OutageEnded ended:
                    Back(log, ended.Lasted.TotalSeconds);
                    break;
                case DataSetFails fails:
                    Failing(log, fails.DataSet, fails.Trouble.Failure, fails.Trouble.ErrorId, fails.Trouble.Text);
                    break;
                case DataSetAnswers answers:
                    Answering(log, answers.DataSet);
                    break;
            }
        }
    }

    [LoggerMessage(1107, LogLevel.Warning, "The store is away since now ({Failure}, error {ErrorId}): topics say so, and data sets {DataSets} are asked again until it answers. {Text}")]
    private static partial void Away(ILogger log, StoreFailure failure, string errorId, string dataSets, string text);

    [LoggerMessage(1108, LogLevel.Information, "The store answers again after {Seconds:0.0} s")]
    private static partial void Back(ILogger log, double seconds);

    [LoggerMessage(1101, LogLevel.Warning, "Data set {DataSet} fails since this poll ({Failure}, error {ErrorId}): {Text}")]
    private static partial void Failing(ILogger log, string dataSet, StoreFailure failure, string errorId, string text);

    [LoggerMessage(1102, LogLevel.Information, "Data set {DataSet} answers again")]
    private static partial void Answering(ILogger log, string dataSet);
}
