using Realtime.Actors.Connections;
using Realtime.Actors.Metrics;

namespace Realtime.Node.Auth;

/// <summary>Says what whoever sent a request may do: anything where no tokens are asked for, else what its token allows.</summary>
/// <param name="tokens">Checks them; null: none are asked for.</param>
/// <param name="metrics">Is told of those that bring none.</param>
internal sealed class Authentication(ITokenCheck? tokens, RealtimeMetrics metrics)
{
    private static readonly Task<TokenVerdict> Anybody = Task.FromResult(new TokenVerdict(Grant.Anything, null));
    private static readonly Task<TokenVerdict> Nobody = Task.FromResult(new TokenVerdict(null, TokenRefusal.Missing));

    /// <summary>Who checks the tokens that come later; null: nobody.</summary>
    public ITokenCheck? Tokens => tokens;

    /// <param name="request">Any.</param>
    /// <param name="subprotocols">Those that a WebSocket handshake offers.</param>
    public Task<TokenVerdict> OfAsync(HttpRequest request, IEnumerable<string> subprotocols)
    {
        if (tokens is null) return Anybody;
        if (HandshakeToken.Of(request, subprotocols) is { } token) return tokens.CheckAsync(token);
        metrics.TokenRefused(TokenRefusal.Missing);
        return Nobody;
    }
}
