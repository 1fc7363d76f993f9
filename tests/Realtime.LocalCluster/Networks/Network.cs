using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace Realtime.Local.Networks;

/// <summary>
/// A network for members that are to be cut off from each other: each has a namespace of its own with two links, <c>front</c> to this process and the store, <c>back</c>
/// to the other members. A further namespace holds the bridges, so that nothing of the machine's own network or firewall takes part. No link leads out.
/// </summary>
public sealed class Network : IDisposable
{
    /// <summary>The id of this process follows: who cleans up after a killed run knows it by that.</summary>
    private const string Prefix = "realtime-net-";

    /// <summary>Addresses of places begin here, above those of the machine's side.</summary>
    private const int FirstPlace = 11;

    private static int made;

    private readonly string _switch;
    private readonly string _link;
    private readonly int _range = FreeRange();

    private Network(int places)
    {
        var number = Interlocked.Increment(ref made);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{number}");
        _switch = name + "-switch";
        // Names of links are short.
        _link = string.Create(CultureInfo.InvariantCulture, $"rt{Environment.ProcessId}-{number}");
        Places = [.. Enumerable.Range(0, places).Select(i => new Place($"{name}-{i}", FrontAddress(FirstPlace + i), IPAddress.Parse($"10.214.{_range}.{FirstPlace + i}")))];
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Why there can be no such network here; null: there can.</summary>
    public static string? Missing { get; } = WhyNot();

    /// <summary>Where members can run.</summary>
    public ImmutableArray<Place> Places { get; }

    /// <summary>This machine as members see it: where the store listens for them.</summary>
    public IPAddress Machine => FrontAddress(1);

    /// <summary>All addresses at the front, as <c>10.213.7.0/24</c>.</summary>
    public string FrontRange => $"10.213.{_range}.0/24";

    /// <summary>Makes it, and removes what dead runs left behind.</summary>
    /// <param name="places">For how many members.</param>
    /// <exception cref="InvalidOperationException">This machine does not allow it; says why.</exception>
    public static Network Create(int places)
    {
        Leftovers.Remove(Prefix);
        var network = new Network(places);
        try
        {
            network.Build();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Cuts some members off from the others. They still reach each other, the store and this process; what is sent across the cut meets silence.</summary>
    public void Cut(params IEnumerable<Place> apart) => Connect(apart, "apart");

    /// <summary>Connects all members again.</summary>
    public void Heal() => Connect(Places, "back");

    /// <summary>Removes it. Members should have ended: what still runs in it stays cut off.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        // A namespace takes its links along, and their other ends.
        foreach (var name in Places.Select(p => p.Namespace!).Append(_switch))
        {
            if (File.Exists($"/run/netns/{name}")) IpCommand.Run(null, $"netns del {name}");
        }
    }

    private void Build()
    {
        IpCommand.Run(null, [
            $"netns add {_switch}", .. Places.Select(p => $"netns add {p.Namespace}"),
            $"link add {_link} type veth peer name machine netns {_switch}", $"addr add {Machine}/24 dev {_link}", $"link set {_link} up",
            .. Places.SelectMany((p, i) => new[] { "front", "back" }.Select(side => $"link add {side} netns {p.Namespace} type veth peer name {side}{i} netns {_switch}"))]);
        IpCommand.Run(_switch, [
            .. new[] { "front", "back", "apart" }.SelectMany(bridge => new[] { $"link add {bridge} type bridge", $"link set {bridge} up" }),
            "link set machine master front up",
            .. Places.SelectMany((_, i) => new[] { $"link set front{i} master front up", $"link set back{i} master back up" })]);
        foreach (var place in Places)
        {
            IpCommand.Run(place.Namespace, "link set lo up", $"addr add {place.Front}/24 dev front", $"addr add {place.Back}/24 dev back", "link set front up", "link set back up");
        }
    }

    private void Connect(IEnumerable<Place> places, string bridge) => IpCommand.Run(_switch, places.Select(p => $"link set back{Places.IndexOf(p)} master {bridge}"));

    private IPAddress FrontAddress(int host) => IPAddress.Parse($"10.213.{_range}.{host}");

    private void OnExit(object? sender, EventArgs e) => Dispose();

    /// <summary>The third number of addresses that nobody on this machine has.</summary>
    private static int FreeRange()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address.ToString()).ToList();
        var free = Enumerable.Range(0, 256).Where(n => !taken.Any(a => a.StartsWith($"10.213.{n}.", StringComparison.Ordinal))).ToArray();
        return free[Random.Shared.Next(free.Length)];
    }

    private static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux()) return "network namespaces are there on Linux only";
        if (!Environment.IsPrivilegedProcess) return "network namespaces can be made by root only";
        try
        {
            Create(1).Dispose();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return $"no network namespaces can be made here: {e.Message}";
        }
    }
}
