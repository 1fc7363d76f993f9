using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Realtime.Pbm.Printing;

/// <summary>Where text goes, a line at a time: a standard stream or a file; UTF-8, without a byte order mark.</summary>
/// <param name="writer">Owned.</param>
/// <param name="terminal">Whether a terminal shows it, which obeys what it is told.</param>
internal sealed class Output(TextWriter writer, bool terminal) : IDisposable
{
    /// <summary>EPIPE, of which the runtime has no name: whoever read this has ended.</summary>
    private const int NobodyReads = 32;

    /// <summary>The output stream.</summary>
    public static Output Standard() => Of(1, Console.OpenStandardOutput, Console.IsOutputRedirected);

    /// <summary>The error stream.</summary>
    public static Output Errors() => Of(2, Console.OpenStandardError, Console.IsErrorRedirected);

    /// <summary>A file, created if it is not there.</summary>
    public static Output File(string path, bool append) => new(new StreamWriter(path, append) { NewLine = "\n" }, terminal: false);

    /// <summary>Whether nobody reads any more, such as after <c>| head</c>.</summary>
    public static bool IsClosed(IOException e) => !OperatingSystem.IsWindows() && e.HResult == NobodyReads;

    /// <summary>Text that goes through as it is.</summary>
    public TextWriter Raw => writer;

    /// <summary>Prints a line that may hold anything.</summary>
    public void Line(string text) => writer.WriteLine(terminal ? Harmless.Show(text) : text);

    /// <summary>Lets out what was printed.</summary>
    public void Flush() => writer.Flush();

    /// <summary>Closes a file.</summary>
    public void Dispose() => writer.Dispose();

    private static Output Of(int handle, Func<Stream> open, bool redirected)
    {
        var stream = open();
        if (redirected && !OperatingSystem.IsWindows())
        {
            // The console's own stream does not tell that a pipe's reader has gone. A file is left to it: others may share its position.
            var direct = new FileStream(new SafeFileHandle(handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!direct.CanSeek) stream = direct;
        }

        return new Output(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" }, !redirected);
    }
}
