using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Realtime.Actors.Membership;
using Realtime.Lighthouse;
using Realtime.Operations;

var settings = LighthouseSettings.Read(Environment.GetEnvironmentVariable, out var faults);
if (settings is null)
{
    Console.Error.WriteLine("The lighthouse does not start:");
    foreach (var fault in faults) Console.Error.WriteLine($"  - {fault}");
    return ExitCode.Refused;
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAkka(settings.Membership.SystemName, akka => akka.AddRealtimeMembership(settings.Membership));
builder.Services.AddOperations(settings.Operations, builder.Configuration);
if (settings.HealthUrl is { } url) builder.Services.AddHostedService(p => new HealthListener(p.GetRequiredService<ActorSystem>(), url));
try
{
    var host = builder.Build();
    var shutdown = CoordinatedShutdown.Get(host.Services.GetRequiredService<ActorSystem>());
    await host.RunAsync();
    return ExitCode.Of(shutdown);
}
catch (IOException e)
{
    Console.Error.WriteLine($"The lighthouse does not start: HEALTH_PORT or OPERATIONS_PORT, {e.Message}");
    return ExitCode.Refused;
}
