using System.Net.Mime;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Realtime.Node.Health;

/// <summary>The body of a health answer: a word and the reasons, as lines of text or, for those who accept it, as JSON.</summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var reasons = report.Entries.Where(e => e.Value.Description is not null)
            .SelectMany(e => e.Value.Description!.Split('\n').Select(line => $"{e.Key}: {line}")).ToArray();
        if (context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == MediaTypeNames.Application.Json))
        {
            return context.Response.WriteAsJsonAsync(new { status = report.Status.ToString(), reasons });
        }

        return context.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. reasons]) + "\n");
    }
}
