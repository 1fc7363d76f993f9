using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Realtime.Actors.Operations;

namespace Realtime.Operations;

/// <summary>Ends this process in good order when an operator asks any member for it.</summary>
internal static class ProcessEnd
{
    public const string Query = "drain";

    /// <summary>So that the answer is on its way before the process begins to close what it would go through.</summary>
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(200);

    public static void AddTo(NodeQueries queries, IHostApplicationLifetime lifetime, TimeProvider time) => queries.Add(Query, arguments =>
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) throw new QuestionFaultException("it is stopping already");
        _ = StopAsync();
        return Task.FromResult(NodeRows.Of(new JsonObject { ["stops"] = true }));

        async Task StopAsync()
        {
            await Task.Delay(After, time).ConfigureAwait(false);
            lifetime.StopApplication();
        }
    });
}
