namespace Realtime.Bench.Servers;

/// <summary>A server that can be measured: the product, or what it is compared with.</summary>
/// <param name="Name">As it is asked for and told of.</param>
/// <param name="Protocol">How clients speak to it.</param>
/// <param name="File">What is started.</param>
/// <param name="Arguments">With these.</param>
/// <param name="IsBare">Whether it is one of the two forms of bare Kestrel: the product is compared with the better one.</param>
internal sealed record ServerKind(string Name, string Protocol, string File, string[] Arguments, bool IsBare = false)
{
    /// <summary>The product's name here.</summary>
    public const string Product = "realtime";

    /// <summary>All of them.</summary>
    /// <param name="pack">Folder of the product's pack.</param>
    public static IReadOnlyList<ServerKind> All(string pack) =>
    [
        new(Product, "realtime", "dotnet",
        [
            Dll("peers/product", "Realtime.Bench.Product"), "--urls=http://127.0.0.1:0", "--Realtime:Operations:Port=0", $"--Realtime:Pack={pack}",
            // Nothing but what is sent in the owner's name: polled once, at the first join.
            "--Realtime:Interval=01:00:00",
        ]),
        new("bare-direct", "plain", "dotnet", [Dll("peers/bare", "Realtime.Bench.Bare"), "direct"], IsBare: true),
        new("bare-queue", "plain", "dotnet", [Dll("peers/bare", "Realtime.Bench.Bare"), "queue"], IsBare: true),
        new("signalr-json", "signalr-json", "dotnet", [Dll("peers/signalr", "Realtime.Bench.SignalR"), "json"]),
        new("signalr-messagepack", "signalr-messagepack", "dotnet", [Dll("peers/signalr", "Realtime.Bench.SignalR"), "messagepack"]),
        new("ws", "plain", "node", ["--expose-gc", Path.Combine(BenchFolder.Path, "peers", "ws", "server.js")]),
    ];

    private static string Dll(string folder, string name) => BenchFolder.Built(folder, name);
}
