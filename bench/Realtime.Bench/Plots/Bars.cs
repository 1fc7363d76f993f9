using System.Globalization;
using System.Security;
using System.Text;

namespace Realtime.Bench.Plots;

/// <summary>Bars beside each other as SVG, the smallest first: what they show costs something.</summary>
internal static class Bars
{
    private const int Width = 760;
    private const int Names = 200;
    private const int Numbers = 90;
    private const int Line = 30;
    private const int Head = 48;

    /// <summary>Draws.</summary>
    /// <param name="title">What is shown, its unit and when it was measured.</param>
    /// <param name="values">One bar each; the product's has another colour.</param>
    /// <param name="product">Its name.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, double Value)> values, string product)
    {
        var most = values.Max(one => one.Value);
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Head + values.Count * Line + 10}" font-family="system-ui, sans-serif" font-size="14">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="10" y="28" font-weight="600">{SecurityElement.Escape(title)}</text>

            """));
        foreach (var (i, one) in values.OrderBy(one => one.Value).Index())
        {
            var top = Head + i * Line;
            var width = most > 0 ? (Width - Names - Numbers) * Math.Max(0, one.Value) / most : 0;
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{Names - 10}" y="{top + 16}" text-anchor="end">{SecurityElement.Escape(one.Name)}</text>
                <rect x="{Names}" y="{top}" width="{width:F1}" height="22" fill="{(one.Name == product ? "#0b6e4f" : "#9aa5b1")}"/>
                <text x="{Names + width + 8:F1}" y="{top + 16}">{one.Value:0.##}</text>

                """);
        }

        return svg.Append("</svg>\n").ToString();
    }
}
