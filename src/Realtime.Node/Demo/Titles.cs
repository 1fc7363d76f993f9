namespace Realtime.Node.Demo;

/// <summary>What the properties show: a library each, whose titles are watched by Zipf's law, and one live event that changes with every period.</summary>
internal sealed class Titles
{
    /// <summary>Titles in a property's library: more than a top list shows, few enough that each is watched.</summary>
    public const int LibrarySize = 60;

    /// <summary>Exponent of Zipf's law within a library.</summary>
    public const double PopularityExponent = 1.1;

    private static readonly string[] Firsts =
    [
        "Silent", "Golden", "Broken", "Hidden", "Northern", "Paper", "Midnight", "Crimson",
        "Distant", "Electric", "Frozen", "Hollow", "Last", "Wild", "Second",
    ];

    private static readonly string[] Seconds =
    [
        "Harbour", "Orchard", "Kingdom", "Summer", "Witness", "Horizon", "Garden", "Signal",
        "Voyage", "Empire", "Letters", "Island", "Machine", "River", "Kitchen",
    ];

    private static readonly string[] Teams =
        ["Rovers", "Wanderers", "Athletic", "United", "Harriers", "Rangers", "Albion", "Olympic", "Corinthians", "Dynamo"];

    private readonly string[][] _libraries;
    private readonly Weights _popularity = Weights.Zipf(LibrarySize, PopularityExponent);
    private long _period = -1;
    private string _event = "";

    /// <param name="properties">How many libraries.</param>
    /// <param name="dice">Decides what is in them.</param>
    public Titles(int properties, Dice dice)
    {
        // Shuffled pairs and not drawn ones: no title twice in a library.
        var pairs = Firsts.SelectMany(first => Seconds.Select(second => $"{first} {second}")).ToArray();
        _libraries = new string[properties][];
        for (var property = 0; property < properties; property++)
        {
            for (var i = 0; i < LibrarySize; i++)
            {
                var other = i + dice.Below(pairs.Length - i);
                (pairs[i], pairs[other]) = (pairs[other], pairs[i]);
            }

            _libraries[property] = pairs[..LibrarySize];
        }
    }

    /// <summary>A title of the library.</summary>
    public string Draw(int property, Dice dice) => _libraries[property][_popularity.Draw(dice)];

    /// <summary>The live event on air at that time: the same at every property.</summary>
    public string Event(long unixMs)
    {
        var period = unixMs / Programme.PeriodMs;
        if (period != _period)
        {
            _period = period;
            var home = (int)(period % Teams.Length);
            var away = (home + 1 + (int)(period / Teams.Length % (Teams.Length - 1))) % Teams.Length;
            _event = $"Live: {Teams[home]} v {Teams[away]}";
        }

        return _event;
    }
}
