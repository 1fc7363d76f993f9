using System.Globalization;

namespace Realtime.Pbm.Commands;

/// <summary>Lengths of time as people write them: <c>500ms</c>, <c>10s</c>, <c>2m</c>; a bare number is seconds.</summary>
internal static class Duration
{
    /// <summary>More would only hide that nobody answers.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Reads one; null: it is none, or not above zero and up to an hour.</summary>
    public static TimeSpan? Parse(string text)
    {
        var digits = text.TrimEnd('m', 's');
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        double? seconds = text[digits.Length..] switch { "ms" => number / 1000, "s" or "" => number, "m" => number * 60, _ => null };
        return seconds > 0 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
    }

    /// <summary>Writes one as <see cref="Parse"/> reads it.</summary>
    public static string Format(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s");
}
