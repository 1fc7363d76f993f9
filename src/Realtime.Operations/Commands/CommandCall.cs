using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Actors.Operations;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Commands;

/// <summary>One run of a command: what was asked, and where the answer goes.</summary>
internal sealed class CommandCall(Run run, string caller, Func<string, Task> write, CancellationToken stopped)
{
    /// <summary>Read by people and by programs, in no page: a plus sign need not be an escape.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool _partial;

    public Run Run => run;

    /// <summary>Who asked, and from where.</summary>
    public string Caller => caller;

    /// <summary>Set when the operator stops it, or has gone.</summary>
    public CancellationToken Stopped => stopped;

    /// <summary>By the switch's short name.</summary>
    public ImmutableDictionary<string, string> Arguments { get; } = (run.Arguments ?? new Dictionary<string, string>()).ToImmutableDictionary();

    /// <summary>What the command ends with, if nothing else goes wrong.</summary>
    public int Exit => _partial ? OperatorExit.Partial : OperatorExit.Done;

    public string? this[string name] => Arguments.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public string Required(string name) => this[name] ?? throw new CommandFaultException($"expected {name}", OperatorExit.Usage);

    public int Number(string name, int otherwise, int least, int most)
    {
        if (this[name] is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new CommandFaultException($"{name} {text}: expected a number from {least} to {most}", OperatorExit.Usage);
    }

    /// <summary>Somebody did not answer: what is shown is not all.</summary>
    public void IsPartial() => _partial = true;

    /// <summary>One line of text, or an object of a stream.</summary>
    public Task LineAsync(JsonObject json, string text) => write(run.Json ? json.ToJsonString(Plain) : text);

    /// <summary>The whole answer: these rows as a JSON array, or a text of them.</summary>
    public Task RowsAsync(IReadOnlyList<JsonObject> rows, TextTable table, string? footer = null) => RowsAsync(rows, table.Lines(rows), footer);

    /// <inheritdoc cref="RowsAsync(IReadOnlyList{JsonObject}, TextTable, string?)"/>
    public async Task RowsAsync(IReadOnlyList<JsonObject> rows, IEnumerable<string> lines, string? footer = null)
    {
        if (run.Json)
        {
            var text = new JsonArray([.. rows.Select(row => row.DeepClone())]).ToJsonString(Plain);
            // In a line it is a text once more, with its quotation marks escaped.
            if (text.Length * 3 / 2 > OperatorMessage.MaxLineBytes) throw new CommandFaultException($"{rows.Count} rows are too many for one JSON answer: ask for fewer with -n, or as text");
            await write(text).ConfigureAwait(false);
            return;
        }

        foreach (var line in footer is null ? lines : lines.Append(footer)) await write(line).ConfigureAwait(false);
    }

    /// <summary>The whole answer: one object, as such in JSON.</summary>
    public async Task ObjectAsync(JsonObject json, IEnumerable<string> lines)
    {
        if (run.Json) await write(json.ToJsonString(Plain)).ConfigureAwait(false);
        else foreach (var line in lines) await write(line).ConfigureAwait(false);
    }

    /// <summary>
    /// The rows of all members, each with its node in front; where a member did not answer, a row that says so. Rows of faults come last: they are what is
    /// to be seen.
    /// </summary>
    public IReadOnlyList<JsonObject> Gather(IEnumerable<MemberAnswer> answers)
    {
        var rows = new List<JsonObject>();
        foreach (var answer in answers.OrderBy(a => a.Fault is not null))
        {
            foreach (var row in answer.Rows)
            {
                row.Insert(0, "node", answer.Member.ToString());
                rows.Add(row);
            }

            if (answer.Fault is null) continue;
            IsPartial();
            rows.Add(new JsonObject { ["node"] = answer.Member.ToString(), ["fault"] = answer.Fault });
        }

        return rows;
    }
}
