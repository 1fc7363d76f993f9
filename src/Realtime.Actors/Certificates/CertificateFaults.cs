using System.Security.Cryptography;

namespace Realtime.Actors.Certificates;

/// <summary>Reads what settings name, and says what is wrong in the place of an exception: a start lists all of its faults at once.</summary>
public static class CertificateFaults
{
    /// <summary>What was read; null: <paramref name="found"/> has one fault more.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="what">The setting and its file.</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="found">Gets the fault.</param>
    public static T? Try<T>(Func<T> read, string what, string expected, ICollection<string> found)
        where T : class
    {
        try
        {
            return read();
        }
        catch (UnauthorizedAccessException)
        {
            found.Add($"{what} may not be read: expected a file that the user '{Environment.UserName}' of this process can read");
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            found.Add($"{what} cannot be used ({e.Message.TrimEnd('.')}): expected {expected}");
        }

        return null;
    }
}
