using Realtime.Pbm.Tests.Support;
using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Tests.EndToEnd;

/// <summary>Commands from a pipe.</summary>
public sealed class CommandFileTests
{
    [Fact]
    public async Task Runs_all_lines_without_a_prompt_and_ends_with_the_first_code_that_is_not_0()
    {
        await using var member = new FakeMember();
        var ended = await PbmProcess.RunAsync([member.Address], "# what I do daily\n\ntopic list\ncluster fail\ncluster partial\ntopic show -t 'a b'\nexit\ntopic list\n");

        Assert.Equal(OperatorExit.Failed, ended.Exit);
        Assert.Equal("topic list {} json=False\nnode-1 up\ntopic show {\"-t\":\"a b\"} json=False\n", ended.Output);
        Assert.Equal("there is no such member\n1 of 2 members did not answer\n", ended.Errors);
    }

    [Fact]
    public async Task Puts_output_into_files_and_says_where_it_cannot()
    {
        await using var member = new FakeMember();
        var folder = Directory.CreateTempSubdirectory("pbm-");
        try
        {
            var file = Path.Combine(folder.FullName, "an answer.txt");
            var ended = await PbmProcess.RunAsync([member.Address], $"topic list > '{file}'\ndoctor >> '{file}'\ndoctor > '{folder.FullName}'\n");

            Assert.Equal("topic list {} json=False\ndoctor  {} json=False\n", await File.ReadAllTextAsync(file));
            Assert.Equal((OperatorExit.Failed, ""), (ended.Exit, ended.Output));
            Assert.StartsWith($"cannot write {folder.FullName}: ", ended.Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
