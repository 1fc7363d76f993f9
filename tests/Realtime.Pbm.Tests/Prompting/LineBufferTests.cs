using Realtime.Pbm.Prompting;

namespace Realtime.Pbm.Tests.Prompting;

public sealed class LineBufferTests
{
    private static readonly LineBuffer Line = LineBuffer.Of("topic show");

    [Fact]
    public void Text_goes_in_and_out_at_the_cursor()
    {
        Assert.Equal(new LineBuffer("topic sXhow", 8), Line.Move(-3).Insert("X"));
        Assert.Equal(new LineBuffer("topic sow", 7), Line.Move(-2).Backspace());
        Assert.Equal(new LineBuffer("topic sho", 9), Line.Move(-1).Delete());
    }

    [Fact]
    public void Nothing_happens_past_its_ends()
    {
        Assert.Equal(Line, Line.Delete());
        Assert.Equal(Line, Line.Move(5));
        Assert.Equal(Line.Home(), Line.Home().Backspace());
        Assert.Equal(Line.Home(), Line.Move(-50));
    }

    [Fact]
    public void Parts_can_be_cut()
    {
        Assert.Equal(LineBuffer.Of("topic "), Line.CutWord());
        Assert.Equal(LineBuffer.Of(""), LineBuffer.Of("topic  ").CutWord());
        Assert.Equal(new LineBuffer("show", 0), Line.Move(-4).CutToStart());
        Assert.Equal(LineBuffer.Of("topic "), Line.Move(-4).CutToEnd());
    }

    [Theory]
    [InlineData(10, 20, "topic show", 10)]
    [InlineData(10, 10, "opic show", 9)]
    [InlineData(10, 6, " show", 5)]
    [InlineData(0, 6, "topic", 0)]
    [InlineData(5, 6, "topic", 5)]
    public void A_long_line_slides_so_that_the_cursor_is_seen(int cursor, int width, string part, int at) =>
        Assert.Equal((part, at), (Line with { Cursor = cursor }).Window(width));

    [Fact]
    public void Tab_completes_the_only_word_or_what_is_common_and_otherwise_shows_the_choice()
    {
        Assert.Equal(LineBuffer.Of("topic list "), Completion.Of(LineBuffer.Of("topic l"), ["list"]).Line);
        Assert.Equal(LineBuffer.Of("to"), Completion.Of(LineBuffer.Of("t"), ["topic", "token"]).Line);
        Assert.Equal(["topic", "token"], Completion.Of(LineBuffer.Of("to"), ["topic", "token"]).Choices);
        Assert.Equal(Line, Completion.Of(Line, []).Line);
    }
}
