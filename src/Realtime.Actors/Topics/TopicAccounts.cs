using System.Collections.Concurrent;

namespace Realtime.Actors.Topics;

/// <summary>The accounts of the topics that run on this node. Thread-safe.</summary>
internal sealed class TopicAccounts
{
    private readonly ConcurrentDictionary<string, TopicAccount> _byKey = new(StringComparer.Ordinal);

    public IEnumerable<TopicAccount> All => _byKey.Values;

    public TopicAccount? Find(string key) => _byKey.GetValueOrDefault(key);

    public void Open(TopicAccount account) => _byKey[account.Key.Value] = account;

    /// <summary>Not that of the topic's next incarnation, which may have begun before this one's end was heard of.</summary>
    public void Close(TopicAccount account) => _byKey.TryRemove(KeyValuePair.Create(account.Key.Value, account));
}
