using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Realtime.Actors.Certificates;

namespace Realtime.Operations.Listening;

/// <summary>The port that operators' programs connect to: a Kestrel of its own, so that what browsers do to the other one does not shut operators out.</summary>
internal sealed class OperationsListener(OperatorSessions sessions) : IHostedService, IAsyncDisposable
{
    private readonly OperationsSettings _settings = sessions.Settings;
    private WebApplication? _app;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Empty: nothing of it reads the process's arguments or environment.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(sessions);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = OperatorSessions.Most;
            kestrel.Listen(_settings.Address, _settings.Port, Listen);
        });
        if (_settings.Certificate.Length > 0) builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        OperationsLog.Bound(sessions.Log, _settings.Address, _settings.Port);
        if (_settings.Token.Length > 0 && _settings.Certificate.Length == 0 && !System.Net.IPAddress.IsLoopback(_settings.Address)) OperationsLog.TokenInClear(sessions.Log, _settings.Address);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        sessions.Stop();
        if (_app is not null) await _app.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Listen(ListenOptions options)
    {
        if (_settings.Certificate.Length > 0) options.UseHttps(Tls());
        options.UseConnectionHandler<OperatorConnection>();
    }

    private HttpsConnectionAdapterOptions Tls()
    {
        var tls = new HttpsConnectionAdapterOptions { ServerCertificate = CertificateFile.Read(_settings.Certificate, _settings.CertificateKey) };
        if (_settings.ClientAuthority.Length == 0) return tls;
        var authorities = Authorities.Read(_settings.ClientAuthority);
        tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        tls.ClientCertificateValidation = (certificate, chain, errors) => authorities.Refusal(certificate, chain, errors) is null;
        return tls;
    }
}
