using System.Net;
using Realtime.Testing;

namespace Realtime.Actors.Tests.Membership;

/// <summary>What a lighthouse says of itself, asked of real processes.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class LighthouseHealthTests
{
    [Fact]
    public async Task A_lighthouse_has_started_once_it_joined_and_stays_so_when_the_others_are_gone()
    {
        using var http = new HttpClient();
        var (first, second) = (FreePort.Next(), FreePort.Next());
        var seeds = $"127.0.0.1:{first},127.0.0.1:{second}";
        // Not the first seed: it waits for that one.
        await using var waiting = LighthouseProcess.StartAlone(second, seeds);
        Task<HttpStatusCode?> StatusAsync(string path) => AskAsync(http, waiting.HealthPort, path);
        await Eventually.HoldsAsync(async () => await StatusAsync("live") == HttpStatusCode.OK, "live");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (await StatusAsync("startup"), await StatusAsync("ready")));

        await using (var seed = LighthouseProcess.StartAlone(first, seeds))
        {
            await Eventually.HoldsAsync(async () => await StatusAsync("startup") == HttpStatusCode.OK, "joined", TimeSpan.FromSeconds(60));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("ready"));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("startup"));
    }

    private static async Task<HttpStatusCode?> AskAsync(HttpClient http, int port, string path)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/{path}"));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
