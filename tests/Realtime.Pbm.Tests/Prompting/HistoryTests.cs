using Realtime.Pbm.Prompting;

namespace Realtime.Pbm.Tests.Prompting;

public sealed class HistoryTests
{
    [Fact]
    public void Arrows_walk_through_it_and_back_to_what_was_being_typed()
    {
        var history = new History(["a", "b"]);

        Assert.Equal(["b", "a", "a", "b", "half", "half"],
            [history.Up("half"), history.Up("b"), history.Up("a"), history.Down("a"), history.Down("b"), history.Down("half")]);
    }

    [Fact]
    public void Repetitions_empty_lines_and_tokens_are_not_kept()
    {
        var history = new History(["a"]);
        bool[] kept = [history.Add("a"), history.Add(" "), history.Add("x --token s"), history.Add("b"), history.Add("a")];

        Assert.Equal([false, false, false, true, true], kept);
        Assert.Equal(["a", "b", "a"], history.Lines);
    }

    [Fact]
    public void It_is_bounded_and_so_is_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("pbm-history-");
        try
        {
            var path = Path.Combine(folder.FullName, "new", "history");
            var file = new HistoryFile(path);
            for (var n = 1; n <= History.Most + 7; n++) file.Append($"line {n}");
            var history = file.Read();
            history.Add("one more");

            Assert.Equal(History.Most, history.Lines.Count);
            Assert.Equal(("line 9", "one more"), (history.Lines[0], history.Lines[^1]));
            Assert.Equal(History.Most, File.ReadAllLines(path).Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Where_no_file_can_be_there_is_just_no_history()
    {
        // Below a file there can be no folder.
        var file = new HistoryFile(Path.Combine(typeof(HistoryTests).Assembly.Location, "pbm", "history"));
        file.Append("a");

        Assert.Empty(file.Read().Lines);
    }
}
