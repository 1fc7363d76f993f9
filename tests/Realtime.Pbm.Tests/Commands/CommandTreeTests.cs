using Realtime.Pbm.Commands;
using Realtime.Pbm.Tests.Support;

namespace Realtime.Pbm.Tests.Commands;

public sealed class CommandTreeTests
{
    private readonly CommandTree _prompt = new(Palettes.All, prompt: true);

    [Theory]
    [InlineData("", "cluster doctor exit help quit topic")]
    [InlineData("to", "topic")]
    [InlineData("topic ", "list show tail")]
    [InlineData("topic list ", "--all --help --json --sort")]
    [InlineData("topic list -", "--all --help --json --sort -a -h -s")]
    [InlineData("topic list --so", "--sort")]
    [InlineData("topic list --sort ", "name watchers")]
    [InlineData("topic list -s w", "watchers")]
    [InlineData("help ", "cluster doctor topic")]
    [InlineData("help to", "topic")]
    [InlineData("topic show -t ", "")]
    [InlineData("nonsense ", "")]
    public void Words_that_may_come_next_are_offered(string text, string words) => Assert.Equal(words, string.Join(' ', _prompt.Complete(text)));

    [Fact]
    public void Arguments_are_known_by_their_short_names_and_flags_say_true()
    {
        var asked = Assert.IsType<Asked.Command>(_prompt.Read(["topic", "list", "--sort=name", "--all"]));

        Assert.Equal(("topic", "list", false), (asked.Palette, asked.Definition.Name, asked.Json));
        Assert.Equal(new Dictionary<string, string> { ["-s"] = "name", ["-a"] = "true" }, asked.Arguments);
    }

    [Fact]
    public void A_value_may_look_like_anything_but_a_switch_of_its_command()
    {
        var asked = Assert.IsType<Asked.Command>(_prompt.Read(["topic", "show", "-t", "@ops:[x] -y"]));

        Assert.Equal("@ops:[x] -y", asked.Arguments["-t"]);
    }

    [Theory]
    [InlineData("exit")]
    [InlineData("quit")]
    public void Only_a_prompt_can_be_left(string word)
    {
        Assert.IsType<Asked.Leave>(_prompt.Read([word]));
        Assert.IsType<Asked.Wrong>(new CommandTree(Palettes.All, prompt: false).Read([word]));
    }
}
