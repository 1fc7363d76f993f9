namespace Realtime.Node.Stores;

/// <summary>What operators want to know of a store.</summary>
internal interface IStoreFacts
{
    /// <summary>Kind, version, and how many connections there may be.</summary>
    /// <exception cref="Actors.Polling.StoreException">The store did not answer.</exception>
    Task<StoreFacts> FactsAsync(CancellationToken cancel);
}

/// <summary>What a store says of itself.</summary>
/// <param name="Kind">Such as PostgreSQL.</param>
/// <param name="Version">Its own.</param>
/// <param name="Pool">Connections this node may open.</param>
/// <param name="MaxConnections">Connections it takes from all nodes; null: it has no such limit.</param>
internal sealed record StoreFacts(string Kind, string Version, int Pool, int? MaxConnections);
