using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Operations;
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
            .AddHocon(LeanMailbox.Conf, HoconAddMode.Prepend)
            .WithRemoting(Remoting(settings))
            .WithClustering(new ClusterOptions { Roles = [.. settings.Roles], SeedNodes = [.. settings.Seeds] })
            .WithCustomSerializer("realtime", [typeof(IRealtimeMessage), typeof(IClusterMessage)], system => new RealtimeSerializer(system))
            .WithActors((system, _, resolver) => AddDetection(system, settings, resolver.GetService<ILoggerFactory>().CreateLogger("Realtime.Membership")));
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

    private static RemoteOptions Remoting(MembershipSettings settings)
    {
        var remoting = new RemoteOptions { HostName = settings.Hostname, Port = settings.Port };
        if (settings.Tls is not { } tls) return remoting;
        remoting.EnableSsl = true;
        remoting.Ssl = tls.Remoting();
        return remoting;
    }

    /// <summary>What every member has: the detector of crashed members, the pulse that keeps its poll permit, and whoever answers operators.</summary>
    private static void AddDetection(ActorSystem system, MembershipSettings settings, ILogger log)
    {
        if (settings.Tls is null && !settings.IsOnLoopback) MembershipLog.InClear(log, settings.Hostname);
        var members = new ClusterMemberList(Akka.Cluster.Cluster.Get(system));
        system.ActorOf(CrashDetector.Props(members, ProvenDeaths.Of(system.EventStream), PortProbe.AskAsync, system.Scheduler, log), "crash-detector");
        ICanTell PulseOf(Address member) => system.ActorSelection(new RootActorPath(member) / "user" / Pulse.Name);
        new ProcessQueries(system, system.Scheduler).AddTo(NodeQueries.Of(system));
        new ActorQueries((ExtendedActorSystem)system).AddTo(NodeQueries.Of(system));
        system.ActorOf(OperationsDesk.Props(NodeQueries.Of(system)), OperationsDesk.Name);
        system.ActorOf(Pulse.Props(members, PollPermit.Of(system), PulseOf, system.Scheduler, log), Pulse.Name);
    }

    /// <summary>The shared configuration, as text.</summary>
    internal static string ClusterConf()
    {
        using var stream = typeof(MembershipRegistration).Assembly.GetManifestResourceStream("cluster.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
