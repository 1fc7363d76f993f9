namespace Realtime.Actors.Connections;

/// <summary>Says what a token allows.</summary>
public interface ITokenCheck
{
    /// <summary>Never throws for what is wrong with a token.</summary>
    /// <param name="token">As the client sent it: anything at all.</param>
    Task<TokenVerdict> CheckAsync(string token);
}

/// <summary>What came of a token.</summary>
/// <param name="Grant">What it allows; null: nothing.</param>
/// <param name="Refusal">Why, in words of the server's own; null: it is good.</param>
public sealed record TokenVerdict(Grant? Grant, string? Refusal) : Akka.Actor.INoSerializationVerificationNeeded;
