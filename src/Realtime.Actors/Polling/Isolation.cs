using Realtime.Protocol;

namespace Realtime.Actors.Polling;

/// <summary>The topics of one data set that failed alone: they are asked one by one, in a lane of their own, until they answer again.</summary>
public sealed class Isolation
{
    /// <summary>Above this the data set itself is at fault; asking topic by topic would only add load.</summary>
    private const int MaxTopics = 32;

    /// <summary>Answers in a row, each well within the time, that bring a topic back among the others.</summary>
    private const int AnswersToReturn = 3;

    /// <summary>A topic not asked for so many ticks is watched by nobody any more.</summary>
    private const int ForgottenAfterTicks = 20;

    private readonly Dictionary<TopicKey, (int Answers, long LastTick)> _topics = [];

    /// <summary>Whether a topic is asked alone.</summary>
    public bool Holds(TopicKey key) => _topics.ContainsKey(key);

    /// <summary>A topic failed alone.</summary>
    public void Add(TopicKey key, long tick)
    {
        foreach (var (old, entry) in _topics)
        {
            if (entry.LastTick < tick - ForgottenAfterTicks) _topics.Remove(old);
        }

        if (_topics.Count < MaxTopics || _topics.ContainsKey(key)) _topics[key] = (0, tick);
    }

    /// <summary>An isolated topic answered; <paramref name="fast"/>: within half of its time.</summary>
    public void Answered(TopicKey key, long tick, bool fast)
    {
        if (!_topics.TryGetValue(key, out var entry)) return;
        if (fast && entry.Answers + 1 >= AnswersToReturn) _topics.Remove(key);
        else _topics[key] = (fast ? entry.Answers + 1 : 0, tick);
    }
}
