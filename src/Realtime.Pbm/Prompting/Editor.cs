using System.Globalization;
using Realtime.Pbm.Printing;

namespace Realtime.Pbm.Prompting;

/// <summary>Reads lines at a terminal, with history and completion; on a terminal that knows no cursor movements, plain lines.</summary>
/// <param name="prompt">What stands in front.</param>
/// <param name="history">The lines before.</param>
/// <param name="complete">The words that may stand where a text ends.</param>
/// <param name="output">The terminal.</param>
internal sealed class Editor(string prompt, History history, Func<string, IReadOnlyList<string>> complete, Output output)
{
    private readonly Lock _drawing = new();
    private readonly bool _plain = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
    private LineBuffer _line;
    private bool _reading;

    /// <summary>The next line; null: Ctrl-D, there is none.</summary>
    public string? Read()
    {
        if (_plain)
        {
            Write(prompt);
            return Console.ReadLine();
        }

        Console.TreatControlCAsInput = true;
        _line = LineBuffer.Empty;
        Draw(start: true);
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                switch (key)
                {
                    case { Key: ConsoleKey.Enter }:
                        Finish("\r\n");
                        return _line.Text;
                    case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _line.Text.Length == 0:
                        Finish("\r\n");
                        return null;
                    case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                        Finish("^C\r\n");
                        _line = LineBuffer.Empty;
                        Draw(start: true);
                        continue;
                    case { Key: ConsoleKey.Tab }:
                        Complete();
                        break;
                    default:
                        _line = After(key);
                        break;
                }

                Draw();
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    /// <summary>Says something above the line that is being typed.</summary>
    public void Announce(string text)
    {
        lock (_drawing)
        {
            if (!_reading) return;
            Write(_plain ? $"\n{text}\n{prompt}" : $"\r\e[K{text}\r\n");
            if (!_plain) Draw();
        }
    }

    private LineBuffer After(ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.LeftArrow } or { Key: ConsoleKey.B, Modifiers: ConsoleModifiers.Control } => _line.Move(-1),
        { Key: ConsoleKey.RightArrow } or { Key: ConsoleKey.F, Modifiers: ConsoleModifiers.Control } => _line.Move(1),
        { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control } => _line.Home(),
        { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control } => _line.End(),
        { Key: ConsoleKey.UpArrow } or { Key: ConsoleKey.P, Modifiers: ConsoleModifiers.Control } => LineBuffer.Of(history.Up(_line.Text)),
        { Key: ConsoleKey.DownArrow } or { Key: ConsoleKey.N, Modifiers: ConsoleModifiers.Control } => LineBuffer.Of(history.Down(_line.Text)),
        { Key: ConsoleKey.Delete } or { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } => _line.Delete(),
        { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control } => _line.CutToStart(),
        { Key: ConsoleKey.K, Modifiers: ConsoleModifiers.Control } => _line.CutToEnd(),
        { Key: ConsoleKey.W, Modifiers: ConsoleModifiers.Control } => _line.CutWord(),
        { Key: ConsoleKey.Backspace } => _line.Backspace(),
        { KeyChar: var typed } when !char.IsControl(typed) => _line.Insert(typed.ToString()),
        _ => _line,
    };

    private void Complete()
    {
        (_line, var choices) = Completion.Of(_line, complete(_line.Before));
        if (choices.Count == 0) return;
        Draw();
        Write($"\r\n{string.Join("  ", choices)}\r\n");
    }

    private void Finish(string end)
    {
        lock (_drawing)
        {
            _line = _line.End();
            Draw();
            _reading = false;
            Write(end);
        }
    }

    private void Draw(bool start = false)
    {
        lock (_drawing)
        {
            _reading |= start;
            // A terminal of unknown size says 0.
            var width = Math.Max(20, (Console.WindowWidth > 0 ? Console.WindowWidth : 80) - prompt.Length);
            var (part, cursor) = _line.Window(width);
            Write(string.Create(CultureInfo.InvariantCulture, $"\r{prompt}{part}\e[K\r\e[{prompt.Length + cursor}C"));
        }
    }

    private void Write(string text)
    {
        output.Raw.Write(text);
        output.Flush();
    }
}
