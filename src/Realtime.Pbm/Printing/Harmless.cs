using System.Globalization;
using System.Text;

namespace Realtime.Pbm.Printing;

/// <summary>Text for a terminal: names of topics and watchers are chosen by anybody, and must not move the cursor or change colours.</summary>
internal static class Harmless
{
    /// <summary>The text with its control characters spelled out; tabs and ends of lines stay.</summary>
    public static string Show(string text)
    {
        if (!text.Any(Acts)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Acts(c)) shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else shown.Append(c);
        }

        return shown.ToString();
    }

    private static bool Acts(char c) => char.IsControl(c) && c is not ('\t' or '\n');
}
