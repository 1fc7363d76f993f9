namespace Realtime.Local.Polls;

/// <summary>That a topic's data set was asked for in the store.</summary>
/// <param name="Topic">Its key.</param>
/// <param name="DataSet">Which.</param>
/// <param name="Tick">Number of the beat.</param>
/// <param name="Node">Name of the member that asked.</param>
/// <param name="Incarnation">Which of its starts.</param>
/// <param name="At">When, by the store's clock.</param>
public sealed record Poll(string Topic, string DataSet, long Tick, string Node, string Incarnation, DateTimeOffset At);
