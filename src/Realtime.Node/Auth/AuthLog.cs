namespace Realtime.Node.Auth;

/// <summary>What tokens make the log say. No token, nor any part of one, is ever in it.</summary>
internal static partial class AuthLog
{
    [LoggerMessage(1401, LogLevel.Warning, "The keys of {Place} cannot be read: {Reason}; {Known} that were read before go on counting")]
    public static partial void NoKeys(ILogger log, string place, string reason, int known);

    [LoggerMessage(1402, LogLevel.Information, "The keys can be read again; {Count} are there")]
    public static partial void KeysAgain(ILogger log, int count);
}
