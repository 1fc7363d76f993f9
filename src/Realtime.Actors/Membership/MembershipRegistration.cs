using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Realtime.Actors.Serialization;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Membership;

/// <summary>Membership of the cluster, the same for nodes and lighthouses.</summary>
public static class MembershipRegistration
{
    /// <summary>Logging through the host, remoting, clustering, the shared <c>cluster.conf</c> and the serializer of every message between nodes.</summary>
    public static AkkaConfigurationBuilder AddRealtimeMembership(this AkkaConfigurationBuilder builder, MembershipSettings settings)
    {
        builder
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .AddHocon(ClusterConf(), HoconAddMode.Prepend)
            .WithRemoting(settings.Hostname, settings.Port)
            .WithClustering(new ClusterOptions { Roles = [.. settings.Roles], SeedNodes = [.. settings.Seeds] })
            .WithCustomSerializer("realtime", [typeof(IRealtimeMessage), typeof(IClusterMessage)], system => new RealtimeSerializer(system));
        if (settings.Seeds.IsEmpty)
        {
            builder.AddStartup((system, _) =>
            {
                var cluster = Akka.Cluster.Cluster.Get(system);
                cluster.Join(cluster.SelfAddress);
            });
        }

        return builder;
    }

    private static string ClusterConf()
    {
        using var stream = typeof(MembershipRegistration).Assembly.GetManifestResourceStream("cluster.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
