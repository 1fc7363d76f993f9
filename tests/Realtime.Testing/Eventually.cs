using System.Diagnostics;

namespace Realtime.Testing;

/// <summary>Waits for what can be observed, instead of for a time.</summary>
public static class Eventually
{
    /// <summary>Far more than anything takes on a busy machine: only a failing test waits this long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until the condition holds.</summary>
    /// <param name="condition">What is looked for.</param>
    /// <param name="what">Says it in words, for the failure.</param>
    /// <param name="deadline">When to give up; null = <see cref="Deadline"/>.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > (deadline ?? Deadline)) throw new TimeoutException($"never happened: {what}");
            await Task.Delay(LookAgain);
        }
    }

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        HoldsAsync(() => Task.FromResult(condition()), what, deadline);
}
