using System.Collections.Immutable;
using System.Text;
using Akka.Actor;

namespace Realtime.Actors.Operations;

/// <summary>Answers operators' questions about this process, whichever member they came to (one per process, at <c>/user/operations</c>).</summary>
internal sealed class OperationsDesk : ReceiveActor
{
    /// <summary>Where the other members find it.</summary>
    public const string Name = "operations";

    /// <summary>A message between members holds 1 MB (<c>maximum-frame-size</c>): past that it would be dropped. What is left out is counted.</summary>
    private const int MostBytes = 900_000;

    private readonly NodeQueries _queries;

    public OperationsDesk(NodeQueries queries)
    {
        _queries = queries;
        Receive<NodeQuestion>(question => AnswerAsync(question).PipeTo(Sender));
    }

    public static Props Props(NodeQueries queries) => Akka.Actor.Props.Create(() => new OperationsDesk(queries));

    private async Task<NodeAnswer> AnswerAsync(NodeQuestion question)
    {
        if (_queries.Find(question.Name) is not { } query) return new NodeAnswer([], 0, $"does not know '{question.Name}': another kind of member, or an older version");
        try
        {
            // Away from this actor's turn: a query may look through a hundred thousand topics.
            var answer = await Task.Run(() => query(question.Arguments)).ConfigureAwait(false);
            return new NodeAnswer([.. Within(answer)], answer.Total);
        }
        catch (QuestionFaultException fault)
        {
            return new NodeAnswer([], 0, fault.Message);
        }
        catch (AskTimeoutException)
        {
            return new NodeAnswer([], 0, "one of its actors does not answer");
        }
#pragma warning disable CA1031 // Whatever a query stumbles over, the other members' answers are worth showing
        catch (Exception bug)
        {
            return new NodeAnswer([], 0, $"failed by a bug: {bug.Message}");
        }
#pragma warning restore CA1031
    }

    private static IEnumerable<string> Within(NodeRows answer)
    {
        var bytes = 0;
        foreach (var row in answer.Rows)
        {
            var text = row.ToJsonString();
            bytes += Encoding.UTF8.GetByteCount(text) + 8;
            if (bytes > MostBytes) yield break;
            yield return text;
        }
    }
}
