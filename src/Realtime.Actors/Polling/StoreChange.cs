using System.Collections.Immutable;

namespace Realtime.Actors.Polling;

/// <summary>What an operator is told of the store: one line for each of these.</summary>
public abstract record StoreChange;

/// <summary>The store is away for all data sets.</summary>
/// <param name="Trouble">As the first question met it.</param>
/// <param name="DataSets">What cannot be polled now.</param>
public sealed record OutageBegan(StoreTrouble Trouble, ImmutableArray<string> DataSets) : StoreChange;

/// <summary>The store answers again.</summary>
/// <param name="Lasted">From the first question that failed to the first that was answered.</param>
public sealed record OutageEnded(TimeSpan Lasted) : StoreChange;

/// <summary>A data set fails while the store answers others, or with another fault than before.</summary>
public sealed record DataSetFails(string DataSet, StoreTrouble Trouble) : StoreChange;

/// <summary>A data set that failed by itself answers again.</summary>
public sealed record DataSetAnswers(string DataSet) : StoreChange;
