using System.Globalization;
using System.Text.Json.Nodes;

namespace Realtime.Operations.Doctor;

/// <summary>The doctor's judgements, apart from how the facts are gathered. Each fact is a JSON object with its member in <c>node</c>.</summary>
internal static class Checks
{
    /// <summary>Frames carry the store's clock, but logs, leases and certificates follow the machine's own.</summary>
    public const long MostSkewMs = 250;

    private const long EnoughFiles = 60_000;

    /// <summary>One clock against this member's: <paramref name="offMs"/> is known to within <paramref name="uncertainMs"/>.</summary>
    public static Advice Clock(string node, double offMs, double uncertainMs)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{offMs:0} ms off this member's clock, known to {uncertainMs:0} ms");
        return new Advice("clock", node, found, Math.Abs(offMs) - uncertainMs > MostSkewMs ? "synchronise the machine's clock, by chrony or systemd-timesyncd" : null);
    }

    public static Advice Files(JsonObject info)
    {
        var node = info["node"]!.GetValue<string>();
        if (info["open_files_limit"]?.GetValue<long>() is not { } limit) return new Advice("open files", node, "the system does not tell");
        var open = info["open_files"]?.GetValue<long>() ?? 0;
        var todo = limit >= EnoughFiles && open < limit * 0.8
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"every browser takes one: raise the limit (LimitNOFILE= in the unit, ulimit -n) to at least {EnoughFiles}, or keep browsers below {limit * 8 / 10}");
        return new Advice("open files", node, string.Create(CultureInfo.InvariantCulture, $"{open} of {limit} in use"), todo);
    }

    /// <summary>So many buckets of presence travel in one message, which is dropped where it is larger than a frame.</summary>
    public static Advice Frame(JsonObject limits)
    {
        var (most, bucket, buckets) = (limits["max_frame_bytes"]!.GetValue<long>(), limits["largest_bucket_bytes"]!.GetValue<long>(), limits["buckets_in_a_message"]!.GetValue<long>());
        return new Advice(
            "frame size", limits["node"]!.GetValue<string>(),
            string.Create(CultureInfo.InvariantCulture, $"the largest presence bucket has {bucket} bytes, and {buckets} of them travel in a message, of {most} that one between members may have"),
            bucket * buckets * 2 > most ? "there are more watched topics than presence is meant for: run a second cluster, or let fewer nodes hold sockets" : null);
    }

    /// <summary>A setting that must be the same everywhere; null where it is.</summary>
    public static IEnumerable<Advice> Same(string check, IReadOnlyCollection<JsonObject> facts)
    {
        var names = facts.SelectMany(f => f.Select(p => p.Key)).Where(name => name != "node").Distinct().Order(StringComparer.Ordinal);
        var differ = names.Select(name => (Name: name, Values: facts.GroupBy(f => f[name]?.ToString() ?? "not known").ToArray())).Where(n => n.Values.Length > 1).ToArray();
        foreach (var (name, values) in differ)
        {
            var found = string.Join("; ", values.Select(v => $"'{v.Key}' on {string.Join(", ", v.Select(f => f["node"]))}"));
            yield return new Advice(check, "all", $"{name}: {found}", "give all nodes the same, and restart those that differ one by one");
        }

        if (differ.Length == 0) yield return new Advice(check, "all", $"the same on {facts.Count} members");
    }

    /// <summary>Whether the store takes as many connections as all nodes together may open.</summary>
    public static IEnumerable<Advice> Store(IReadOnlyCollection<JsonObject> stores)
    {
        foreach (var store in stores.Where(s => s["fault"] is not null))
        {
            yield return new Advice("store", store["node"]!.GetValue<string>(), store["fault"]!.GetValue<string>(), "bring the store back, or mend ConnectionStrings:Store; topics go on by themselves");
        }

        var postgres = stores.Where(s => s["max_connections"] is not null).ToArray();
        if (postgres.Length > 0)
        {
            var may = postgres.Sum(s => s["pool"]!.GetValue<long>());
            var takes = postgres.Min(s => s["max_connections"]!.GetValue<long>());
            yield return new Advice(
                "store connections", "all", string.Create(CultureInfo.InvariantCulture, $"{postgres.Length} nodes may open {may} of the {takes} that PostgreSQL takes"),
                may * 10 > takes * 9 ? "raise max_connections in PostgreSQL, lower Realtime:Polling:Concurrency, or put PgBouncer in between" : null);
        }

        foreach (var store in stores.Where(s => s["fault"] is null))
        {
            var off = Math.Abs(store["clock_offset_ms"]?.GetValue<double>() ?? 0);
            yield return new Advice(
                "store", store["node"]!.GetValue<string>(), string.Create(CultureInfo.InvariantCulture, $"{store["kind"]} {store["version"]}, its clock {off:0} ms off the node's"),
                off > 60_000 ? "synchronise the store's clock: pages show its times" : null);
        }
    }
}
