using Akka.Actor;
using Akka.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Realtime.Lighthouse;

/// <summary>Answers <c>/health/live</c>, <c>/health/ready</c> and <c>/health/startup</c> for whoever starts and restarts lighthouses: 200 when true, else 503.</summary>
internal sealed class HealthListener(ActorSystem system, string url) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;
    private volatile bool _joined;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Cluster.Get(system).RegisterOnMemberUp(() => _joined = true);
        // Empty: nothing of it reads the lighthouse's arguments or environment, and nothing else is served.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        return _app.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AnswerAsync(HttpContext context)
    {
        var (good, body) = context.Request.Path.Value switch
        {
            "/health/live" => Live(),
            "/health/ready" => Ready(),
            "/health/startup" => Startup(),
            _ => (null, ""),
        };
        context.Response.StatusCode = good switch { true => StatusCodes.Status200OK, false => StatusCodes.Status503ServiceUnavailable, null => StatusCodes.Status404NotFound };
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(body);
    }

    private (bool?, string) Live() => system.WhenTerminated.IsCompleted ? (false, "Unhealthy\nthe actor system has ended\n") : (true, "Healthy\n");

    /// <summary>Once it has joined that stays true: what comes later is for the other two.</summary>
    private (bool?, string) Startup() => _joined ? (true, "Healthy\n") : (false, "Unhealthy\nthe lighthouse has not joined the cluster\n");

    /// <summary>The counts are this member's view: after a partition the other side's are others.</summary>
    private (bool?, string) Ready()
    {
        if (system.WhenTerminated.IsCompleted) return Live();
        var cluster = Cluster.Get(system);
        var status = cluster.SelfMember.Status;
        if (status != MemberStatus.Up) return (false, $"Unhealthy\nmember is {status}\n");
        var state = cluster.State;
        return (true, $"Healthy\nmembers: {state.Members.Count}\nup: {state.Members.Count(m => m.Status == MemberStatus.Up)}\nunreachable: {state.Unreachable.Count}\n");
    }
}
