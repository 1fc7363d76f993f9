using Realtime.Pbm.Tests.Support;
using Realtime.Protocol.Operations;
using Realtime.Testing;

namespace Realtime.Pbm.Tests.EndToEnd;

/// <summary>One command a process: what it prints, and what it ends with.</summary>
public sealed class OneCommandTests : IAsyncDisposable
{
    private readonly FakeMember _member = new();

    public ValueTask DisposeAsync() => _member.DisposeAsync();

    [Fact]
    public async Task Prints_the_answer_and_ends_with_0()
    {
        var ended = await PbmProcess.RunAsync(_member.Address, "topic", "list", "-s", "name", "--all", "--json");

        Assert.Equal(new Ended(OperatorExit.Done, "topic list {\"-s\":\"name\",\"-a\":\"true\"} json=True\n", ""), ended);
    }

    [Fact]
    public async Task Switches_for_the_connection_may_stand_anywhere_and_the_default_is_text()
    {
        var ended = await PbmProcess.RunAsync("--timeout", "20s", _member.Address, "topic", "show", "--topic", "ops:a b");

        Assert.Equal(new Ended(OperatorExit.Done, "topic show {\"-t\":\"ops:a b\"} json=False\n", ""), ended);
    }

    [Fact]
    public async Task A_palette_can_be_a_command_itself()
    {
        var ended = await PbmProcess.RunAsync(_member.Address, "doctor", "--deep");

        Assert.Equal((OperatorExit.Done, "doctor  {\"-d\":\"true\"} json=False\n"), (ended.Exit, ended.Output));
    }

    [Fact]
    public async Task A_command_that_failed_ends_with_1_and_says_why_on_the_error_stream()
    {
        Assert.Equal(new Ended(OperatorExit.Failed, "", "there is no such member\n"), await PbmProcess.RunAsync(_member.Address, "cluster", "fail"));
    }

    [Fact]
    public async Task An_answer_that_lacks_members_is_printed_and_ends_with_4()
    {
        var ended = await PbmProcess.RunAsync(_member.Address, "cluster", "partial");

        Assert.Equal(new Ended(OperatorExit.Partial, "node-1 up\n", "1 of 2 members did not answer\n"), ended);
    }

    [Fact]
    public async Task Silence_ends_with_5_and_the_member_is_told_to_stop()
    {
        var ended = await PbmProcess.RunAsync(_member.Address, "cluster", "slow", "--timeout", "2s");

        Assert.Equal(new Ended(OperatorExit.TimedOut, "", $"nothing heard from {_member.Address} for 2s.\n"), ended);
        await Eventually.HoldsAsync(() => _member.WasCancelled, "the member is told to stop");
    }

    [Fact]
    public async Task A_connection_that_ends_in_the_middle_ends_with_1_after_what_had_come()
    {
        var ended = await PbmProcess.RunAsync(_member.Address, "cluster", "hang-up");

        Assert.Equal(new Ended(OperatorExit.Failed, "half\n", "connection to host terminated.\n"), ended);
    }

    [Fact]
    public async Task Ctrl_C_stops_a_command_that_streams_however_long_it_was_silent_and_ends_with_130()
    {
        using var pbm = PbmProcess.Start([_member.Address, "topic", "tail", "--timeout", "3s"]);
        for (var n = 1; n <= FakeMember.Events; n++) Assert.Equal($"event {n}", await pbm.LineAsync());
        // Longer than the timeout, which a stream is exempt from.
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        await pbm.InterruptAsync();
        var ended = await pbm.EndAsync();

        Assert.Equal(new Ended(OperatorExit.Interrupted, "", ""), ended);
        Assert.True(_member.WasCancelled);
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_ends_it_quietly()
    {
        using var pbm = PbmProcess.Start([_member.Address, "topic", "tail"]);
        Assert.Equal("event 1", await pbm.LineAsync());
        pbm.CloseOutput();
        var ended = await pbm.EndAsync(outputRead: false);

        Assert.Equal(new Ended(OperatorExit.Done, "", ""), ended);
    }

    [Theory]
    [InlineData("topik", "There is no palette 'topik'.\nExpected: topic, cluster, doctor, help\nSee `pbm help`.\n")]
    [InlineData("topic", "A command is missing in 'topic'.\nExpected: list, show, tail\nSee `pbm topic --help`.\n")]
    [InlineData("topic lost", "There is no command 'lost' in 'topic'.\nExpected: list, show, tail\nSee `pbm topic --help`.\n")]
    [InlineData("topic show", "Option '--topic' is required.\nExpected: pbm topic show -t <topic> [--json]\nSee `pbm topic show --help`.\n")]
    [InlineData("topic list -s age", "--sort is 'age', expected is one of: name, watchers.\nExpected: pbm topic list [-s <name|watchers>] [-a] [--json]\nSee `pbm topic list --help`.\n")]
    [InlineData("doctor --shallow", "Unrecognized command or argument '--shallow'.\nExpected: pbm doctor [-d] [--json]\nSee `pbm doctor --help`.\n")]
    public async Task What_the_member_does_not_know_ends_with_2_and_says_what_was_expected(string words, string errors)
    {
        Assert.Equal(new Ended(OperatorExit.Usage, "", errors), await PbmProcess.RunAsync([_member.Address, .. words.Split(' ')]));
        Assert.Empty(_member.Heard.OfType<Run>());
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("")]
    public async Task Help_says_how_to_use_the_program_and_what_the_member_knows(string word)
    {
        var ended = await PbmProcess.RunAsync([_member.Address, .. word.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((OperatorExit.Done, ""), (ended.Exit, ended.Errors));
        Assert.Contains("pbm [host:port] <palette> <command> [switches]", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Palettes of akka.tcp://realtime@node-1:4053 (realtime 0.1.0):\n  topic     topics and their pollers\n", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topic --help", "show  one topic")]
    [InlineData("help topic", "show  one topic")]
    [InlineData("topic show --help", "-t, --topic <topic> (REQUIRED)")]
    [InlineData("help topic list", "-s, --sort <name|watchers>")]
    [InlineData("doctor -h", "-d, --deep")]
    public async Task Help_explains_palettes_and_commands(string words, string part)
    {
        var ended = await PbmProcess.RunAsync([_member.Address, .. words.Split(' ')]);

        Assert.Equal((OperatorExit.Done, ""), (ended.Exit, ended.Errors));
        Assert.Contains(part, ended.Output, StringComparison.Ordinal);
    }
}
