using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;

namespace Realtime.Actors.Operations;

/// <summary>What one member answered.</summary>
/// <param name="Member">Who.</param>
/// <param name="Rows">Its rows; empty where there is a fault.</param>
/// <param name="Total">How many rows it has, those left out included.</param>
/// <param name="Fault">Why it did not answer; null: it did.</param>
public sealed record MemberAnswer(Address Member, IReadOnlyList<JsonObject> Rows, long Total, string? Fault);

/// <summary>Asks members of the cluster the same question at once, and waits for none of them longer than for the others.</summary>
public sealed class ClusterInquiry(ActorSystem system)
{
    /// <summary>What stands in the place of an answer.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>A healthy member answers within milliseconds, also one of 100,000 topics within half a second; the operator waits for those that are not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Cluster _cluster = Cluster.Get(system);

    /// <summary>Every member that has not been removed, this one first, the others by address.</summary>
    public ImmutableArray<Member> Members =>
        [.. _cluster.State.Members.Where(m => m.Status != MemberStatus.Removed).OrderByDescending(m => m.UniqueAddress == _cluster.SelfUniqueAddress).ThenBy(m => m.Address, Member.AddressOrdering)];

    /// <summary>Asks all members that <paramref name="whom"/> names.</summary>
    /// <param name="question">Name of the query.</param>
    /// <param name="arguments">What it needs.</param>
    /// <param name="whom">Null: everybody.</param>
    /// <param name="patience">Null: <see cref="Patience"/>.</param>
    public Task<MemberAnswer[]> AskAsync(string question, ImmutableDictionary<string, string> arguments, Func<Member, bool>? whom = null, TimeSpan? patience = null) =>
        Task.WhenAll(Members.Where(member => whom?.Invoke(member) != false).Select(member => AskOneAsync(member.Address, question, arguments, patience)));

    /// <summary>Asks one member.</summary>
    public async Task<MemberAnswer> AskOneAsync(Address member, string question, ImmutableDictionary<string, string> arguments, TimeSpan? patience = null)
    {
        try
        {
            var desk = system.ActorSelection(new RootActorPath(member) / "user" / OperationsDesk.Name);
            var answer = await desk.Ask<NodeAnswer>(new NodeQuestion(question, arguments), patience ?? Patience).ConfigureAwait(false);
            return new MemberAnswer(member, [.. answer.Rows.Select(row => JsonNode.Parse(row)!.AsObject())], answer.Total, answer.Fault);
        }
        catch (AskTimeoutException)
        {
            return new MemberAnswer(member, [], 0, NoAnswer);
        }
    }
}
