using System.Globalization;
using System.Text;

namespace Realtime.Node.Demo;

/// <summary>
/// Makes the hourly partitions of tick_5s that back-filled buckets go to, named as the pack's rollup names them, which makes those of the present.
/// </summary>
internal static class HourlyPartitions
{
    private const long HourMs = 3_600_000;

    /// <summary>A statement per hour from that of <paramref name="firstMs"/> to that of <paramref name="lastMs"/>. Built from numbers only.</summary>
    public static string Sql(long firstMs, long lastMs)
    {
        var sql = new StringBuilder();
        for (var hour = firstMs - (firstMs % HourMs); hour <= lastMs; hour += HourMs)
        {
            var from = DateTimeOffset.FromUnixTimeMilliseconds(hour);
            sql.AppendLine(
                CultureInfo.InvariantCulture,
                $"create table if not exists tick_5s_{from:yyyyMMddHH} partition of tick_5s for values from ('{from:u}') to ('{from.AddHours(1):u}');");
        }

        return sql.ToString();
    }
}
