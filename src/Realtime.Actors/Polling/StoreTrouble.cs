using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Realtime.Actors.Polling;

/// <summary>Why the store did not answer a question.</summary>
/// <param name="Failure">What kind of failure.</param>
/// <param name="Text">For the log: it may hold the store's own words.</param>
/// <param name="IsForAll">No question of any data set can do better: the store is away, or refuses the as-of time.</param>
public sealed record StoreTrouble(StoreFailure Failure, string Text, bool IsForAll)
{
    /// <summary>The same fault has the same id: the log tells it once, every frame points there.</summary>
    public string ErrorId { get; } = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(Text)).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>For browsers and health: never the store's own words.</summary>
    public string Reason => Failure switch
    {
        StoreFailure.Unavailable => "store unavailable",
        StoreFailure.Timeout => "store timeout",
        _ => $"statement failed (error {ErrorId})",
    };

    /// <summary>What an exception means.</summary>
    /// <param name="cause">What a store threw.</param>
    /// <param name="isAsOf">It was asked for the as-of time, without which no statement can run.</param>
    public static StoreTrouble Of(Exception cause, bool isAsOf)
    {
        var failure = cause switch
        {
            StoreException store => store.Failure,
            OperationCanceledException => StoreFailure.Timeout,
            _ => StoreFailure.Statement,
        };
        return new StoreTrouble(failure, cause.Message, isAsOf || failure == StoreFailure.Unavailable);
    }
}
