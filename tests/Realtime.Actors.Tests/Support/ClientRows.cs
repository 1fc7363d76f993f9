using System.Text.Json;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Support;

/// <summary>A data set as a client of the delta extension keeps it: rows in a map by their key, points shown in the order of their time.</summary>
internal sealed class ClientRows
{
    private readonly Dictionary<string, string> _rows = [];
    private readonly List<string> _order = [];
    private int[] _key = [];
    private bool _isSeries;

    public (string Epoch, long Seq)? Stand { get; private set; }

    /// <summary>Deltas that stood on something else.</summary>
    public int Unusable { get; private set; }

    /// <summary>The rows: tables and histograms in the order they came in, series by time.</summary>
    public string[] Rows => _isSeries ? [.. _rows.Values.OrderBy(row => JsonElement.Parse(row)[_key[0]].GetInt64())] : [.. _order.Select(key => _rows[key])];

    public void Take(JsonElement frame)
    {
        var epoch = frame.GetProperty("epoch").GetString();
        switch (frame.Text("kind"))
        {
            case "snapshot":
                TakeColumns(frame);
                Clear();
                Put(frame.GetProperty("rows"));
                Stand = (epoch!, frame.GetProperty("seq").GetInt64());
                break;
            case "delta" when Stand is { } stand && stand.Epoch == epoch && stand.Seq == frame.GetProperty("base").GetInt64():
                foreach (var key in frame.GetProperty("remove").EnumerateArray()) Remove(key.GetRawText());
                Put(frame.GetProperty("upsert"));
                Stand = (epoch!, frame.GetProperty("seq").GetInt64());
                break;
            case "delta":
                Unusable++;
                break;
            default:
                if (Stand?.Epoch != epoch) Stand = null;
                break;
        }
    }

    private void TakeColumns(JsonElement frame)
    {
        var columns = frame.GetProperty("columns").EnumerateArray().Select(c => c.GetString()).ToList();
        _isSeries = frame.TryGetProperty("time", out var time);
        string?[] names = _isSeries ? [time.GetString()] : [.. frame.GetProperty("key").EnumerateArray().Select(k => k.GetString())];
        _key = [.. names.Select(name => columns.IndexOf(name))];
    }

    private void Put(JsonElement rows)
    {
        foreach (var row in rows.EnumerateArray())
        {
            var key = $"[{string.Join(',', _key.Select(column => row[column].GetRawText()))}]";
            if (!_rows.ContainsKey(key)) _order.Add(key);
            _rows[key] = row.GetRawText();
        }
    }

    private void Remove(string key)
    {
        Assert.True(_rows.Remove(key), $"{key} is removed and was not there");
        _order.Remove(key);
    }

    private void Clear()
    {
        _rows.Clear();
        _order.Clear();
    }
}
