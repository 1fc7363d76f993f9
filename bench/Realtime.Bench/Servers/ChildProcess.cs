using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Realtime.Bench.Servers;

/// <summary>A process that this one started and talks to in lines; it ends when its input does.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>For an answer, where nothing else is said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(40);

    /// <summary>Of what it says beside answers; enough to tell why it failed.</summary>
    private const int MostKept = 200;

    /// <summary>Lines that a fault quotes.</summary>
    private const int Told = 10;

    private readonly Process _process;
    private readonly string _mark;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _said = new();

    /// <param name="file">What to start.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="mark">How the lines that are answers begin.</param>
    public ChildProcess(string file, IEnumerable<string> arguments, string mark = "")
    {
        _mark = mark;
        _process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{file} did not start");
        _ = ReadAsync();
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    /// <summary>User and system time it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Files it has open.</summary>
    public int Handles => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    /// <summary>Says a line and waits for the answer.</summary>
    /// <param name="line">What to say.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="longer">How much longer than otherwise the answer may take.</param>
    /// <exception cref="InvalidOperationException">There is none; says what the process wrote.</exception>
    public Task<string> AskAsync(string line, CancellationToken stop, TimeSpan longer = default)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended: so have its answers.
        }

        return HearAsync(stop, longer);
    }

    /// <summary>Waits for an answer.</summary>
    /// <exception cref="InvalidOperationException">There is none; says what the process wrote.</exception>
    public async Task<string> HearAsync(CancellationToken stop, TimeSpan longer = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience + longer);
        try
        {
            return await _answers.Reader.ReadAsync(patience.Token);
        }
        catch (Exception e) when (e is ChannelClosedException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            // Kept in result files: where this checkout lies is nobody's concern.
            var started = $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}".Replace(BenchFolder.Path, "bench", StringComparison.Ordinal);
            throw new InvalidOperationException($"{started} does not answer:{Environment.NewLine}{string.Join(Environment.NewLine, _said.TakeLast(Told))}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(EndsWithin);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill(null, EventArgs.Empty);
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(_mark, StringComparison.Ordinal)) _answers.Writer.TryWrite(line[_mark.Length..]);
            else Keep(line);
        }

        _answers.Writer.Complete();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _said.Enqueue(line);
        if (_said.Count > MostKept) _said.TryDequeue(out _);
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited) _process.Kill();
    }
}
