using Realtime.Actors.Connections;

namespace Realtime.Node.Auth;

/// <summary>Says what whoever sent a request may do: anything where no tokens are asked for, else what its token allows.</summary>
/// <param name="tokens">Checks them; null: none are asked for.</param>
/// <param name="refusals">Is told of requests without one that does.</param>
internal sealed class Authentication(ITokenCheck? tokens, Refusals refusals)
{
    private static readonly Task<TokenVerdict> Anybody = Task.FromResult(new TokenVerdict(Grant.Anything, null));
    private static readonly TokenVerdict Nobody = new(null, TokenRefusal.Missing);

    /// <summary>Who checks the tokens that come later; null: nobody.</summary>
    public ITokenCheck? Tokens => tokens;

    /// <param name="request">Any.</param>
    /// <param name="subprotocols">Those that a WebSocket handshake offers.</param>
    public Task<TokenVerdict> OfAsync(HttpRequest request, IEnumerable<string> subprotocols) =>
        tokens is null ? Anybody : JudgeAsync(tokens, request, HandshakeToken.Of(request, subprotocols));

    private async Task<TokenVerdict> JudgeAsync(ITokenCheck check, HttpRequest request, string? token)
    {
        var verdict = token is null ? Nobody : await check.CheckAsync(token).ConfigureAwait(false);
        if (verdict.Refusal is { } reason) refusals.Token(reason, request.HttpContext.Connection.RemoteIpAddress);
        return verdict;
    }
}
