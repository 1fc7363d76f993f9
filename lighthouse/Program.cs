using Akka.Hosting;
using Microsoft.Extensions.Hosting;
using Realtime.Actors.Membership;
using Realtime.Lighthouse;

var settings = LighthouseSettings.Read(Environment.GetEnvironmentVariable, out var faults);
if (settings is null)
{
    Console.Error.WriteLine("The lighthouse does not start:");
    foreach (var fault in faults) Console.Error.WriteLine($"  - {fault}");
    return 2;
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAkka(settings.SystemName, akka => akka.AddRealtimeMembership(settings));
await builder.Build().RunAsync();
return 0;
