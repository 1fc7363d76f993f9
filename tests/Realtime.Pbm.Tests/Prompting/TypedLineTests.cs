using Realtime.Pbm.Prompting;

namespace Realtime.Pbm.Tests.Prompting;

public sealed class TypedLineTests
{
    [Theory]
    [InlineData("topic  show\t-t x ", "topic|show|-t|x")]
    [InlineData("show -t 'a b'", "show|-t|a b")]
    [InlineData("show -t \"a 'b' c\"", "show|-t|a 'b' c")]
    [InlineData("show -t=\"a \\\" b\"c", "show|-t=a \" bc")]
    [InlineData("show a\\ b 'c\\d'", "show|a b|c\\d")]
    [InlineData("show -t ''", "show|-t|")]
    [InlineData("show -t '>'", "show|-t|>")]
    public void Words_end_at_spaces_unless_quoted(string line, string words)
    {
        var typed = TypedLine.Parse(line);

        Assert.Equal(words, string.Join('|', typed.Words));
        Assert.Equal((null, null), (typed.File, typed.Fault));
    }

    [Theory]
    [InlineData("list > out.txt", "out.txt", false)]
    [InlineData("list>>'my file'", "my file", true)]
    public void Output_can_go_to_a_file(string line, string file, bool append)
    {
        var typed = TypedLine.Parse(line);

        Assert.Equal(["list"], typed.Words);
        Assert.Equal((file, append, null), (typed.File, typed.Append, typed.Fault));
    }

    [Theory]
    [InlineData("show 'a")]
    [InlineData("list >")]
    [InlineData("list > a b")]
    [InlineData("list > a > b")]
    public void A_line_that_means_nothing_says_so(string line)
    {
        Assert.NotNull(TypedLine.Parse(line).Fault);
        Assert.Empty(TypedLine.Parse(line).Words);
    }
}
