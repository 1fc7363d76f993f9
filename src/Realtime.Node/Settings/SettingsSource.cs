using System.Collections.Immutable;
using System.Globalization;

namespace Realtime.Node.Settings;

/// <summary>Reads single settings out of the configuration; every fault is noted with what was found and what would be right.</summary>
internal sealed class SettingsSource(IConfiguration configuration)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes a fault that a relation between settings shows.</summary>
    public void Fault(string text) => _faults.Add(text);

    /// <summary>A text; <paramref name="otherwise"/> when it is not set.</summary>
    public string Text(string key, string otherwise) => Raw(key) ?? otherwise;

    /// <summary>One of some words.</summary>
    public T Choice<T>(string key, T otherwise, IReadOnlyDictionary<string, T> choices)
    {
        if (Raw(key) is not { } found) return otherwise;
        if (choices.TryGetValue(found.ToLowerInvariant(), out var choice)) return choice;
        Wrong(key, found, $"one of {string.Join(", ", choices.Keys)}");
        return otherwise;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Raw(key) is not { } found) return otherwise;
        if (bool.TryParse(found, out var flag)) return flag;
        Wrong(key, found, "true or false");
        return otherwise;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string key, int otherwise, int least, int most)
    {
        if (Raw(key) is not { } found) return otherwise;
        if (int.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Wrong(key, found, $"a whole number from {least} to {most}");
        return otherwise;
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Fraction(string key, double otherwise)
    {
        if (Raw(key) is not { } found) return otherwise;
        if (double.TryParse(found, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) && fraction <= 1) return fraction;
        Wrong(key, found, "a number from 0 to 1, such as 0.01");
        return otherwise;
    }

    /// <summary>A time span within bounds, written <c>hh:mm:ss</c> with decimals.</summary>
    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (Raw(key) is not { } found) return otherwise;
        // "5" would be read as five days, which nobody means.
        var plain = !found.Contains(':', StringComparison.Ordinal);
        if (!plain && TimeSpan.TryParse(found, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most) return span;
        Wrong(key, found, $"a time hh:mm:ss from {least:c} to {most:c}, such as 00:00:05");
        return otherwise;
    }

    /// <summary>Several words: a comma-separated text, or a list.</summary>
    public ImmutableArray<string> List(string key)
    {
        _known.Add(key);
        var section = configuration.GetSection(key);
        var items = section.GetChildren().Select(child => child.Value ?? "").Append(section.Value ?? "");
        return [.. items.SelectMany(item => item.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>One text, or a list of them (<c>:0</c>, <c>:1</c>), each as it is: a secret may hold any character.</summary>
    public ImmutableArray<string> Texts(string key)
    {
        _known.Add(key);
        var section = configuration.GetSection(key);
        return [.. section.GetChildren().Select(child => child.Value).Append(section.Value).OfType<string>().Where(text => text.Length > 0)];
    }

    /// <summary>Notes every key under <paramref name="root"/> that nothing asked for: a misspelt setting must not be ignored in silence.</summary>
    public void FaultUnknown(string root)
    {
        foreach (var (key, value) in configuration.GetSection(root).AsEnumerable())
        {
            var parent = key[..Math.Max(0, key.LastIndexOf(':'))];
            if (value is not null && !_known.Contains(key) && !_known.Contains(parent)) _faults.Add($"{key} = '{value}': there is no such setting; there are {Names(root)}");
        }
    }

    private string Names(string root) => string.Join(", ", _known.Where(k => k.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));

    private string? Raw(string key)
    {
        _known.Add(key);
        return configuration[key] is { Length: > 0 } found ? found.Trim() : null;
    }

    private void Wrong(string key, string found, string expected) => _faults.Add($"{key} = '{found}': expected {expected}");
}
