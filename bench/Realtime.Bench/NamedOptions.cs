using System.Globalization;

namespace Realtime.Bench;

/// <summary>What a user may say to a measurement: options with a default each, whose values are numbers or lists of words.</summary>
/// <param name="defaults">Name without dashes, and value.</param>
internal sealed class NamedOptions(params (string Name, string Value)[] defaults)
{
    private readonly Dictionary<string, string> _values = defaults.ToDictionary(one => one.Name, one => one.Value);

    /// <summary>For a list of what there is.</summary>
    public string Usage => string.Join(' ', defaults.Select(one => $"[--{one.Name} {one.Value}]"));

    /// <summary>Reads a command line over the defaults. False: it says something else.</summary>
    public bool TryRead(string[] arguments)
    {
        for (var rest = arguments; rest.Length > 0; rest = rest[2..])
        {
            if (rest.Length < 2 || !rest[0].StartsWith("--", StringComparison.Ordinal) || !_values.TryGetValue(rest[0][2..], out var value)) return false;
            if (Parse(value) is not null && Parse(rest[1]) is null) return false;
            _values[rest[0][2..]] = rest[1];
        }

        return true;
    }

    /// <summary>The value of an option that is one number.</summary>
    public int Number(string name) => Parse(_values[name])![0];

    /// <summary>The values of an option that is a list of numbers.</summary>
    public int[] Numbers(string name) => Parse(_values[name])!;

    /// <summary>The values of an option that is a list of words.</summary>
    public string[] Words(string name) => _values[name].Split(',');

    /// <summary>Null: not all of them are above zero.</summary>
    private static int[]? Parse(string value)
    {
        var numbers = value.Split(',').Select(one => int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return numbers.All(number => number > 0) ? numbers : null;
    }
}
