using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Realtime.Node.Stores;

/// <summary>Settings of a connection that polls, each worth a factor of 2 to 3 or a safeguard.</summary>
internal static class PostgresConnection
{
    /// <summary>Adds to the user's connection string what it leaves open.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Of(string connectionString, StoreOptions options)
    {
        var result = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = PostgresStore.ApplicationName,
            MaxPoolSize = options.MaxConcurrency,
            Timeout = (int)options.ConnectTimeout.TotalSeconds,
            // The server ends a statement in time; this is the net below it, for a server that is silent. Whole seconds.
            CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 1,
            // A connection whose server vanished must not be handed out for minutes.
            KeepAlive = 10,
            // Polls leave nothing behind in a session: to have it cleaned before each would be a statement more for the server.
            NoResetOnClose = true,
        };

        // Key by key, so that what the user says wins and what the user leaves open keeps the value above.
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        foreach (string key in given.Keys) result[key] = given[key];
        if (string.IsNullOrWhiteSpace(result.Host)) throw new ArgumentException("the store's connection string names no Host");
        // Ours first: of two settings of the same name the server takes the last.
        result.Options = $"{ServerSettings(options)} {result.Options}".TrimEnd();
        return result;
    }

    private static string ServerSettings(StoreOptions options) => string.Join(' ',
        // Arrays of keys differ in length by 1,000: a plan for any of them is a plan for none.
        "-c plan_cache_mode=force_custom_plan",
        // The default spills the hash tables of a large batch to disk.
        "-c work_mem=64MB",
        // Compiling takes longer than the statements do.
        "-c jit=off",
        "-c default_transaction_read_only=on",
        string.Create(CultureInfo.InvariantCulture, $"-c statement_timeout={(int)options.StatementTimeout.TotalMilliseconds}"));
}
