using System.Text.Json.Nodes;

namespace Realtime.Operations.Doctor;

/// <summary>What one check came to.</summary>
/// <param name="Check">Which.</param>
/// <param name="Where">A member, or all of them.</param>
/// <param name="Found">What was seen, with figures.</param>
/// <param name="Todo">What to do; null: it is as it should be.</param>
internal sealed record Advice(string Check, string Where, string Found, string? Todo = null)
{
    public JsonObject Json => new() { ["check"] = Check, ["status"] = Todo is null ? "ok" : "to do", ["node"] = Where, ["found"] = Found, ["to_do"] = Todo };
}
