using System.Net.Sockets;
using System.Text;
using Npgsql;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>Says what a failure of PostgreSQL means: down, too slow, or a refused statement.</summary>
internal static class PostgresFaults
{
    /// <summary>The failure as the rest of the system knows it; null when it is a bug, which is not to be hidden.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="what">What was asked of which server, for the log.</param>
    /// <param name="connected">Whether there was a connection: a wait for one says that the server is away, not that a statement is slow.</param>
    public static StoreException? Map(Exception failure, string what, bool connected) => failure switch
    {
        StoreException known => known,
        PostgresException refused => new StoreException(Of(refused), $"{what}: {refused.SqlState} {refused.MessageText}{Hint(refused)}", refused),
        NpgsqlException { InnerException: TimeoutException } late when connected => new StoreException(StoreFailure.Timeout, $"{what}: no answer in time", late),
        NpgsqlException or SocketException or IOException => new StoreException(StoreFailure.Unavailable, $"{what}: {Innermost(failure).Message}", failure),
        TimeoutException late => new StoreException(connected ? StoreFailure.Timeout : StoreFailure.Unavailable, $"{what}: {late.Message}", late),
        // A key that is no Unicode text cannot be sent: smaller batches find it.
        EncoderFallbackException or InvalidCastException or OverflowException or FormatException =>
            new StoreException(StoreFailure.Statement, $"{what}: {failure.Message}", failure),
        _ => null,
    };

    private static StoreFailure Of(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => StoreFailure.Timeout,
        PostgresErrorCodes.LockNotAvailable => StoreFailure.Timeout,
        // Starting, stopping, out of connections, wrong password, no such database: no statement can do better.
        var code when code.StartsWith("57P", StringComparison.Ordinal) || code.StartsWith("08", StringComparison.Ordinal)
            || code.StartsWith("28", StringComparison.Ordinal) || code is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.InvalidCatalogName
            => StoreFailure.Unavailable,
        _ => StoreFailure.Statement,
    };

    private static string Hint(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.UndefinedTable => " (was the pack's schema file run in this database?)",
        _ => refused.Hint is { Length: > 0 } hint ? $" ({hint})" : "",
    };

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        return failure;
    }
}
