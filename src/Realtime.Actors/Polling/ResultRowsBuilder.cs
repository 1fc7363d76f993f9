using System.Buffers;
using System.Globalization;
using Realtime.Protocol;

namespace Realtime.Actors.Polling;

/// <summary>Encodes the rows of one topic while a store reads them. Call <see cref="BeginRow"/>, one method per column, <see cref="EndRow"/>; at the end <see cref="Build"/>.</summary>
public sealed class ResultRowsBuilder
{
    private readonly ArrayBufferWriter<byte> _json = new(256);
    private readonly List<int> _ends = [];
    private readonly List<long> _times = [];
    private bool _firstValue;

    /// <summary>Starts a row.</summary>
    public void BeginRow()
    {
        if (_ends.Count > 0) _json.Write(","u8);
        _json.Write("["u8);
        _firstValue = true;
    }

    /// <summary>A whole number.</summary>
    public void Number(long value) => Format(value);

    /// <summary>A number; what JSON cannot say (NaN, infinities) becomes null.</summary>
    public void Number(double value)
    {
        if (double.IsFinite(value)) Format(value);
        else Null();
    }

    /// <summary>An exact number.</summary>
    public void Number(decimal value) => Format(value);

    /// <summary>A text; a lone surrogate, which UTF-8 cannot express, becomes U+FFFD.</summary>
    public void Text(string value)
    {
        Separate();
        _json.Write(MessageWriter.Token(value));
    }

    /// <summary>True or false.</summary>
    public void Boolean(bool value)
    {
        Separate();
        _json.Write(value ? "true"u8 : "false"u8);
    }

    /// <summary>An instant, as unix milliseconds.</summary>
    public void Time(DateTimeOffset value) => Format(value.ToUnixTimeMilliseconds());

    /// <summary>A value that is valid JSON already, such as an array.</summary>
    public void Json(ReadOnlySpan<byte> utf8)
    {
        Separate();
        _json.Write(utf8);
    }

    /// <summary>No value.</summary>
    public void Null()
    {
        Separate();
        _json.Write("null"u8);
    }

    /// <summary>Ends a row.</summary>
    /// <param name="time">The point's time in unix milliseconds, for data sets with a time column; rows must come in its order.</param>
    public void EndRow(long? time = null)
    {
        _json.Write("]"u8);
        _ends.Add(_json.WrittenCount);
        if (time is { } t) _times.Add(t);
    }

    /// <summary>Adds a row that was encoded before.</summary>
    public void Row(ReadOnlySpan<byte> json, long? time = null)
    {
        if (_ends.Count > 0) _json.Write(","u8);
        _json.Write(json);
        _ends.Add(_json.WrittenCount);
        if (time is { } t) _times.Add(t);
    }

    /// <summary>The rows so far.</summary>
    public ResultRows Build() => _ends.Count == 0 ? ResultRows.Empty : new ResultRows(_json.WrittenSpan.ToArray(), [.. _ends], [.. _times]);

    private void Format<T>(T value)
        where T : IUtf8SpanFormattable
    {
        Separate();
        var span = _json.GetSpan(40);
        value.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        _json.Advance(written);
    }

    private void Separate()
    {
        if (!_firstValue) _json.Write(","u8);
        _firstValue = false;
    }
}
