namespace Realtime.Node.Demo;

/// <summary>Names of the demo's video sites, largest first. They are topic keys, so short and easy to type.</summary>
internal static class PropertyNames
{
    /// <summary>In the order of size.</summary>
    public static readonly string[] All =
    [
        "acme", "globex", "initech", "umbrella", "hooli", "northwind", "contoso", "fabrikam", "bluebird", "harbour",
        "kestrel", "lumen", "marble", "nimbus", "orchard", "pelican", "quartz", "rivet", "saffron", "tundra",
        "upland", "velvet", "willow", "xenon", "yarrow", "zephyr", "amber", "birch", "cobalt", "dune",
        "ember", "fjord", "grove", "hazel", "indigo", "juniper", "kelp", "lagoon", "mosaic", "nectar",
    ];

    /// <summary>How sizes fall from one property to the next (Zipf's law): the first of 40 has about a quarter of all views.</summary>
    public const double SizeExponent = 1.0;
}
