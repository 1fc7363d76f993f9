using System.Collections.Immutable;
using System.Text.Json;

namespace Realtime.Node.Stores.Packs;

/// <summary>Reads <c>pack.json</c>. Walks it by hand instead of deserializing, because a deserializer stops at the first fault.</summary>
internal static class PackList
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The entries that can be read; adds what is wrong with the others and with the file.</summary>
    public static IReadOnlyList<PackEntry> Read(string folder, List<string> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, PackReader.ListName)), Lenient);
            return Entries(document.RootElement, faults);
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $" at line {line + 1}, byte {e.BytePositionInLine + 1}" : "";
            faults.Add($"{PackReader.ListName} is no valid JSON{where}: {e.Message.Split(" LineNumber:")[0]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{PackReader.ListName} cannot be read: {e.Message}");
        }

        return [];
    }

    private static List<PackEntry> Entries(JsonElement root, List<string> faults)
    {
        List<PackEntry> entries = [];
        if (!IsObject(root, PackReader.ListName, faults)) return entries;
        Unknown(root, PackReader.ListName, ["dataSets"], faults);
        if (!root.TryGetProperty("dataSets", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            faults.Add($"{PackReader.ListName} has no dataSets: expected {{\"dataSets\": [{{\"name\": …, \"kind\": …}}, …]}} with at least one");
            return entries;
        }

        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            var place = $"dataSets[{index++}]";
            if (!IsObject(element, place, faults)) continue;
            Unknown(element, place, ["name", "kind", "key", "time", "window", "interval"], faults);
            entries.Add(new PackEntry(
                place, Text(element, place, "name", faults), Text(element, place, "kind", faults), Columns(element, place, faults),
                Text(element, place, "time", faults), Text(element, place, "window", faults), Text(element, place, "interval", faults)));
        }

        return entries;
    }

    private static bool IsObject(JsonElement element, string place, List<string> faults)
    {
        if (element.ValueKind == JsonValueKind.Object) return true;
        faults.Add($"{place} is {Kind(element)}: expected an object");
        return false;
    }

    private static void Unknown(JsonElement element, string place, string[] known, List<string> faults)
    {
        foreach (var property in element.EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            faults.Add($"{place} has the unknown property '{property.Name}': expected {string.Join(", ", known)}");
        }
    }

    private static string? Text(JsonElement element, string place, string name, List<string> faults)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        faults.Add($"{place}.{name} is {Kind(value)}: expected a text");
        return null;
    }

    private static ImmutableArray<string> Columns(JsonElement element, string place, List<string> faults)
    {
        if (!element.TryGetProperty("key", out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        faults.Add($"{place}.key is {Kind(value)}: expected an array of column names");
        return [];
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
