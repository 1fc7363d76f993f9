using System.Collections.Immutable;
using System.Globalization;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores.Packs;

/// <summary>One entry of <c>pack.json</c>, as it was written.</summary>
/// <param name="Place">Where in the file, for faults about an entry without a name.</param>
internal sealed record PackEntry(string Place, string? Name, string? KindText, ImmutableArray<string> Key, string? Time, string? WindowText, string? IntervalText)
{
    /// <summary>What a series keeps when the pack does not say.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(30);

    // A shorter window holds no two points; a longer one makes snapshots of megabytes, which belong in a reporting tool.
    private static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxWindow = TimeSpan.FromHours(6);

    /// <summary>Its kind; null when the text names none.</summary>
    public DataSetKind? Kind => KindText switch
    {
        "table" => DataSetKind.Table,
        "histogram" => DataSetKind.Histogram,
        "series" => DataSetKind.Series,
        "sampled" => DataSetKind.Sampled,
        _ => null,
    };

    private string Who => Name is null ? Place : $"data set '{Name}'";

    private bool HasWindow => Kind is DataSetKind.Series or DataSetKind.Sampled;

    /// <summary>Adds everything wrong with it, its SQL aside.</summary>
    public void Check(List<string> faults)
    {
        if (Name is null) faults.Add($"{Place} has no name");
        else if (DataSetName.Fault(Name) is { } fault) faults.Add(fault);
        if (Kind is null) faults.Add($"{Who} is of kind '{KindText}': expected table, histogram, series or sampled");
        foreach (var column in Key.Append(Time).OfType<string>().Where(column => column.Length == 0 || column == "topic"))
        {
            faults.Add($"{Who} names the column '{column}': expected a column after topic");
        }

        if (Key.Distinct(StringComparer.Ordinal).Count() != Key.Length) faults.Add($"{Who} names a key column twice: {string.Join(", ", Key)}");
        if (IntervalText is not null && Interval is null)
        {
            faults.Add(
                $"{Who} has the interval '{IntervalText}': expected a time hh:mm:ss from {PollingSettings.MinInterval:c} to {PollingSettings.MaxInterval:c}, such as 00:00:30");
        }

        if (HasWindow) CheckSeries(faults);
        else if (Kind is not null) CheckTable(faults);
    }

    /// <summary>The data set. Only after <see cref="Check"/> found nothing.</summary>
    public DataSet ToDataSet(string sql) =>
        new(Name!, Kind!.Value, Key, Time, HasWindow ? (WindowText is null ? DefaultWindow : Window(WindowText)!.Value) : TimeSpan.Zero, sql) { Interval = Interval };

    /// <summary>Written as in the settings; null when the text is none or out of bounds. "5" would be read as five days, which nobody means.</summary>
    private TimeSpan? Interval =>
        IntervalText?.Contains(':', StringComparison.Ordinal) == true && TimeSpan.TryParse(IntervalText, CultureInfo.InvariantCulture, out var interval)
        && interval >= PollingSettings.MinInterval && interval <= PollingSettings.MaxInterval
            ? interval
            : null;

    private void CheckSeries(List<string> faults)
    {
        if (Time is null) faults.Add($"{Who} is of kind {KindText} and names no time column: expected \"time\": \"<column>\"");
        if (Key.Length > 0) faults.Add($"{Who} is of kind {KindText} and has a key: its time column tells points apart, remove \"key\"");
        if (WindowText is not null && Window(WindowText) is not { } window)
        {
            faults.Add(
                $"{Who} has the window '{WindowText}': expected a number and s, m or h, such as 30m, "
                + $"from {MinWindow.TotalSeconds} s to {MaxWindow.TotalHours} h");
        }
    }

    private void CheckTable(List<string> faults)
    {
        if (Key.Length == 0)
        {
            faults.Add($"{Who} is of kind {KindText} and has no key: expected \"key\": [\"<column>\", …], the columns that tell its rows apart");
        }

        if (Time is not null) faults.Add($"{Who} is of kind {KindText} and names a time column: only series and sampled have one");
        if (WindowText is not null) faults.Add($"{Who} is of kind {KindText} and has a window: only series and sampled have one");
    }

    private static TimeSpan? Window(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 100_000) return null;
        TimeSpan? window = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            _ => null,
        };
        return window >= MinWindow && window <= MaxWindow ? window : null;
    }
}
