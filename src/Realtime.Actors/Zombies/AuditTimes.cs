namespace Realtime.Actors.Zombies;

/// <summary>When the auditor looks.</summary>
/// <param name="Every">Distance of two audits; two of them heal. Above <paramref name="AnswerWithin"/>.</param>
/// <param name="AnswerWithin">A node that has not answered by then makes the audit partial.</param>
internal sealed record AuditTimes(TimeSpan Every, TimeSpan AnswerWithin)
{
    /// <summary>
    /// 30 s: sooner would find what is only under way. 2 s: a healthy node answers in far less, also one of 100,000 topics.
    /// </summary>
    private static readonly AuditTimes Usual = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2));

    /// <summary>For presence to show a leave, and for the topic to stop.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>The times that suit a linger: a topic that lingers runs unwatched as it should, and must be gone by the second audit.</summary>
    public static AuditTimes For(TimeSpan linger) => linger + Margin > Usual.Every ? Usual with { Every = linger + Margin } : Usual;
}
