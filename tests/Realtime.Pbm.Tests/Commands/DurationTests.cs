using Realtime.Pbm.Commands;

namespace Realtime.Pbm.Tests.Commands;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 0.5, "500ms")]
    [InlineData("10s", 10, "10s")]
    [InlineData("1.5", 1.5, "1.5s")]
    [InlineData("2m", 120, "120s")]
    [InlineData("60m", 3600, "3600s")]
    public void Times_are_read_as_people_write_them(string text, double seconds, string written)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));
        Assert.Equal(written, Duration.Format(Duration.Parse(text)!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("61m")]
    [InlineData("10sm")]
    [InlineData("1h")]
    [InlineData("1e3s")]
    [InlineData("NaN")]
    public void What_is_no_time_or_no_sensible_one_is_not_taken(string text) => Assert.Null(Duration.Parse(text));
}
