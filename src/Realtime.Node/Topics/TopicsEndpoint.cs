using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Polling;
using Realtime.Node.Auth;
using Realtime.Protocol;

namespace Realtime.Node.Topics;

/// <summary><c>GET /api/topics</c>: keys worth joining, as the pack names them. Any valid key can be joined all the same.</summary>
internal sealed class TopicsEndpoint(Authentication authentication, IDataStore store, StoreState state, ActorSystem system, TimeProvider time, ILogger<TopicsEndpoint> log)
{
    private const int Limit = 1000;

    /// <summary>Pages that load at once share one query.</summary>
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(5);

    /// <summary>A page rather shows an empty list than nothing for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<ImmutableArray<string>>? _asking;
    private long _askedAt;

    /// <summary>200 with <c>{"topics":[…]}</c>, those that the asker may join; 401 without a token where one is asked for; 503 with a reason while the store does not answer.</summary>
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var verdict = await authentication.OfAsync(request, []).ConfigureAwait(false);
        if (verdict.Grant is not { } grant) return Results.Json(new { topics = Array.Empty<string>(), reason = verdict.Refusal }, statusCode: StatusCodes.Status401Unauthorized);
        try
        {
            var keys = await Topics().ConfigureAwait(false);
            return Results.Json(new { topics = keys.Where(key => TopicName.Parse(TopicName.Prefix + key, out var parsed) == TopicNameKind.Ours && grant.Allows(parsed)) });
        }
        catch (StoreException e)
        {
            return Results.Json(new { topics = Array.Empty<string>(), reason = $"store {e.Failure}".ToLowerInvariant() }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private Task<ImmutableArray<string>> Topics()
    {
        lock (_gate)
        {
            if (_asking is null || (_asking.IsCompleted && (_asking.IsFaulted || time.GetElapsedTime(_askedAt) > Shared)))
            {
                _askedAt = time.GetTimestamp();
                _asking = AskAsync();
            }

            return _asking;
        }
    }

    private async Task<ImmutableArray<string>> AskAsync()
    {
        using var cancel = new CancellationTokenSource(Patience, time);
        try
        {
            var asked = system.Scheduler.MonotonicClock;
            var topics = await store.TopicsAsync(Limit, cancel.Token).ConfigureAwait(false);
            // Where nobody polls this may be the first to see that the store is back. A pack without such a list has not asked it.
            if (!topics.IsEmpty) StoreLog.Tell(log, state.Answered("topics", asked, system.Scheduler.MonotonicClock));
            return topics;
        }
        catch (OperationCanceledException e)
        {
            throw new StoreException(StoreFailure.Timeout, "topics: no answer in time, cancelled", e);
        }
    }
}
