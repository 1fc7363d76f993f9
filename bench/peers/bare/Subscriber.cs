namespace Realtime.Bench.Bare;

/// <summary>One open socket.</summary>
internal abstract class Subscriber
{
    /// <summary>Its client is gone.</summary>
    public virtual void Close()
    {
    }
}
