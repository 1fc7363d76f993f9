using System.Collections.Immutable;

namespace Realtime.Actors.Polling;

/// <summary>The seam to a SQL store: run this data set for these topics as of now. Implementations are thread-safe and never block the caller.</summary>
public interface IDataStore
{
    /// <summary>What it is, for traces: a name of OpenTelemetry's <c>db.system.name</c>, or one like them.</summary>
    string SystemName => "other_sql";

    /// <summary>The pack's as-of time and the store's clock, in one round trip.</summary>
    /// <exception cref="StoreException">The store did not answer.</exception>
    Task<StoreTime> AsOfAsync(CancellationToken cancel);

    /// <summary>Runs one statement for many topics. Cancelling it cancels the statement in the store.</summary>
    /// <exception cref="StoreException">The store did not answer, or refused the statement.</exception>
    Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel);

    /// <summary>Keys worth joining, at most <paramref name="limit"/>; empty when the pack offers none.</summary>
    /// <exception cref="StoreException">The store did not answer.</exception>
    Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel);
}

/// <summary>What the store says of time.</summary>
/// <param name="AsOf">The instant that polls of this beat tell of.</param>
/// <param name="Clock">The store's own clock as it answered.</param>
public readonly record struct StoreTime(DateTimeOffset AsOf, DateTimeOffset Clock);

/// <summary>One statement to run.</summary>
/// <param name="DataSet">Which.</param>
/// <param name="Keys">Topic keys, without repeats.</param>
/// <param name="Since">The last point each topic has, in the order of <paramref name="Keys"/>; null = none. Empty for data sets without a window.</param>
/// <param name="AsOf">The instant to tell of.</param>
/// <param name="Comment">Put before the statement as an SQL comment, so that the store's log names the poll. Holds no input from clients.</param>
public sealed record PollBatch(
    DataSet DataSet, ImmutableArray<string> Keys, ImmutableArray<DateTimeOffset?> Since, DateTimeOffset AsOf, string Comment);

/// <summary>What a statement gave.</summary>
/// <param name="Columns">Names of the columns after the topic.</param>
/// <param name="Rows">Rows by topic key; a key without rows may be missing.</param>
public sealed record BatchResult(ImmutableArray<string> Columns, IReadOnlyDictionary<string, ResultRows> Rows);

/// <summary>Why a store did not answer.</summary>
public enum StoreFailure
{
    /// <summary>No connection: every statement fails alike.</summary>
    Unavailable,

    /// <summary>The statement took longer than it may.</summary>
    Timeout,

    /// <summary>The store refused the statement: a smaller batch may succeed.</summary>
    Statement,
}

/// <summary>A store did not answer. <see cref="Exception.Message"/> is for the log: it may hold the store's own words and never reaches a browser.</summary>
public sealed class StoreException(StoreFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of failure.</summary>
    public StoreFailure Failure { get; } = failure;
}
