using System.Diagnostics;

namespace Realtime.Local;

/// <summary>Keeps what a member writes in a file, one after the other over all its starts.</summary>
internal sealed class MemberOutput : IDisposable
{
    private readonly StreamWriter _file;
    private bool _closed;

    public MemberOutput(string path) =>
        _file = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    /// <summary>The last line, for a failure's message.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Takes both streams of a process until they end.</summary>
    public void Follow(Process process)
    {
        Keep($"-- started as process {process.Id}");
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_file)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_file)
        {
            if (_closed) return;
            Last = line;
            _file.WriteLine(line);
        }
    }
}
