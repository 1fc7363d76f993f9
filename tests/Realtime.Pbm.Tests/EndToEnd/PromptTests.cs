using Realtime.Pbm.Tests.Support;
using Realtime.Protocol.Operations;
using Realtime.Testing;

namespace Realtime.Pbm.Tests.EndToEnd;

/// <summary>The prompt, as somebody at a terminal sees it.</summary>
public sealed class PromptTests : IAsyncDisposable
{
    private const string Tab = "\t", Enter = "\r", Up = "\e[A", CtrlC = "\x03", CtrlD = "\x04";

    private readonly FakeMember _member = new();
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("pbm-state-");

    public async ValueTask DisposeAsync()
    {
        await _member.DisposeAsync();
        _state.Delete(recursive: true);
    }

    [Theory]
    [InlineData("xterm")]
    [InlineData("dumb")]
    public async Task Greets_runs_what_is_typed_and_is_left(string term)
    {
        using var terminal = await ConnectedAsync(term);
        await terminal.TypeAsync("topic list" + Enter);
        await terminal.SeesAsync("topic list {} json=False");
        await terminal.SeesAsync("pbm> ");
        await terminal.TypeAsync("exit" + Enter);

        Assert.Equal(OperatorExit.Done, await terminal.EndAsync());
    }

    [Fact]
    public async Task Ctrl_D_leaves()
    {
        using var terminal = await ConnectedAsync();
        await terminal.TypeAsync(CtrlD);

        Assert.Equal(OperatorExit.Done, await terminal.EndAsync());
    }

    [Fact]
    public async Task Tab_completes_palettes_commands_switches_and_choices_and_shows_what_there_is_to_choose()
    {
        using var terminal = await ConnectedAsync();
        await terminal.TypeAsync("top" + Tab + "l" + Tab + "--s" + Tab + Tab);
        await terminal.SeesAsync("name  watchers");
        await terminal.TypeAsync("w" + Tab + Enter);

        await terminal.SeesAsync("topic list {\"-s\":\"watchers\"} json=False");
    }

    [Fact]
    public async Task Help_lists_palettes_and_explains_one()
    {
        using var terminal = await ConnectedAsync();
        await terminal.TypeAsync("help" + Enter);
        await terminal.SeesAsync("doctor    whether all is well");
        await terminal.TypeAsync("help topic" + Enter);

        await terminal.SeesAsync("show  one topic");
    }

    [Fact]
    public async Task Ctrl_C_stops_a_command_and_clears_a_line_but_does_not_leave()
    {
        using var terminal = await ConnectedAsync();
        await terminal.TypeAsync("topic tail" + Enter);
        await terminal.SeesAsync($"event {FakeMember.Events}");
        await terminal.TypeAsync(CtrlC);
        await terminal.SeesAsync("pbm> ");
        await terminal.TypeAsync("half a line" + CtrlC + "doctor" + Enter);

        await terminal.SeesAsync("doctor  {} json=False");
        Assert.True(_member.WasCancelled);
    }

    [Fact]
    public async Task History_is_kept_between_sessions_for_its_owner_only_and_without_tokens()
    {
        using (var first = await ConnectedAsync())
        {
            await first.TypeAsync("doctor --deep" + Enter);
            await first.SeesAsync("{\"-d\":\"true\"}");
            await first.TypeAsync("topic list --token secret" + Enter);
            await first.SeesAsync("Unrecognized");
            await first.TypeAsync(CtrlD);
            await first.EndAsync();
        }

        using var second = await ConnectedAsync();
        await second.TypeAsync(Up + Enter);
        await second.SeesAsync("{\"-d\":\"true\"}");

        var file = Path.Combine(_state.FullName, "pbm", "history");
        Assert.Equal("doctor --deep\n", (await File.ReadAllTextAsync(file))[..14]);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_lost_connection_is_said_at_once_and_the_next_command_makes_a_new_one()
    {
        using var terminal = await ConnectedAsync();
        await terminal.TypeAsync("doc");
        await terminal.SeesAsync("doc");
        _member.HangUp();
        await terminal.SeesAsync("connection to host terminated.");
        // What was typed is still there.
        await terminal.TypeAsync("tor" + Enter);

        await terminal.SeesAsync("successfully connected to");
        await terminal.SeesAsync("doctor  {} json=False");
    }

    [Fact]
    public async Task What_a_terminal_would_obey_is_spelled_out()
    {
        using var terminal = await ConnectedAsync();
        await terminal.TypeAsync("cluster bell" + Enter);

        await terminal.SeesAsync(@"a\x07 b\x1b[31m");
    }

    [Fact]
    public async Task Nobody_there_ends_with_3_before_any_prompt()
    {
        using var terminal = PbmTerminal.Start($"127.0.0.1:{FreePort.Next()}", _state.FullName);
        await terminal.SeesAsync("connection refused");

        Assert.Equal(OperatorExit.CannotConnect, await terminal.EndAsync());
        Assert.False(terminal.Shows("pbm> "));
    }

    private async Task<PbmTerminal> ConnectedAsync(string term = "xterm")
    {
        var terminal = PbmTerminal.Start(_member.Address, _state.FullName, term);
        await terminal.SeesAsync($"successfully connected to [{_member.Address}]");
        await terminal.SeesAsync("Commands downloaded from server. type `help` to see what's available");
        await terminal.SeesAsync($"[{_member.Address}] pbm> ");
        return terminal;
    }
}
