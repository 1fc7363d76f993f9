namespace Realtime.Local;

/// <summary>Says where everything of a local cluster is.</summary>
internal static class AddressTable
{
    public static void Write(TextWriter to, LocalCluster cluster)
    {
        to.WriteLine();
        Row("proxy", $"http://127.0.0.1:{cluster.Proxy.Port}/?topic=acme", "", "what browsers open: any node");
        foreach (var node in cluster.Nodes) Row(node.Name, $"http://{node.Http}", $"process {node.ProcessId}", string.Join(" and ", node.Roles));
        foreach (var lighthouse in cluster.Lighthouses) Row(lighthouse.Name, $"http://{lighthouse.Http}/health/ready", $"process {lighthouse.ProcessId}", "votes");
        Row("operators", $"pbm 127.0.0.1:{cluster.Nodes[0].OperationsPort}", "", "any member answers for all");
        Row("store", cluster.Store.ConnectionString, "", "");
        Row("output", cluster.OutputFolder, "", "one file a member");
        to.WriteLine("\nCtrl-C stops all of it.");

        void Row(string name, string where, string process, string what) => to.WriteLine($"  {name,-14}{where,-46}{process,-18}{what}".TrimEnd());
    }
}
