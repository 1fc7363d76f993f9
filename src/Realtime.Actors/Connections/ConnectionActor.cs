using System.Buffers;
using Akka.Actor;
using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>
/// One WebSocket: reads its messages, joins and leaves topics, and owns its channels. Never waits: joins are answered by the topics' relays, heartbeats at
/// once.
/// </summary>
internal sealed class ConnectionActor : UntypedActor
{
    /// <summary>A flood of small messages must not cost a timer for each: what comes back in this time is then read at once, so the rate stays what it is.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Connection _connection;
    private readonly ConnectionSettings _settings;
    private readonly IActorRef _relays;
    private readonly ITokenCheck? _tokens;
    private readonly Refusals _refusals;
    private Allowance _messages;
    private Allowance _joins;
    private ICancelable? _readOn;
    private bool _checking;
    private readonly Dictionary<TopicKey, Channel> _channels = [];

    public ConnectionActor(Connection connection, ConnectionSettings settings, IActorRef relays, ITokenCheck? tokens, Refusals refusals)
    {
        (_connection, _settings, _relays, _tokens, _refusals) = (connection, settings, relays, tokens, refusals);
    }

    public static Props Props(Connection connection, ConnectionSettings settings, IActorRef relays, Refusals refusals, ITokenCheck? tokens = null) =>
        LightProps.Create(() => new ConnectionActor(connection, settings, relays, tokens, refusals));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SocketMessage said: OnMessage(said); break;
            case ChannelEnded ended: OnChannelEnded(ended); break;
            case SendAway away: OnSendAway(away); break;
            case TellClient tell: Notify(tell.Notice.Span); break;
            case TokenChecked done: OnTokenChecked(done); break;
            case ReadOn: _connection.Carrier.Resume(); break;
            case TellJoined: Sender.Tell(new JoinedTopics([.. _channels.Values])); break;
            case SocketClosed: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _readOn?.Cancel();
        _connection.Outbox.Close();
        _connection.Carrier.Close(CloseCodes.Malformed, "connection ended");
        foreach (var channel in _channels.Values) _relays.Tell(new LeaveTopic(channel, Ref: null));
        Context.Parent.Tell(new ConnectionEnded(_connection));
    }

    private void OnMessage(SocketMessage message)
    {
        ClientMessage read;
        var known = message.IsBinary
            ? MessageReader.TryReadBinary(message.Bytes.Span, new ArrayBufferWriter<byte>(), out read)
            : MessageReader.TryReadText(message.Bytes.Span, out read);
        if (known) Handle(read);
        else _connection.Carrier.Close(CloseCodes.Malformed, "expected [join_ref, ref, topic, event, payload]");
        ReadNext();
    }

    /// <summary>Who sends too much is read more slowly: what is over waits in its own socket, and costs nobody anything.</summary>
    private void ReadNext()
    {
        var limit = _settings.Limits.MessagesPerSecond;
        var wait = _messages.Take(limit, 2 * limit, Now);
        if (wait > TimeSpan.Zero && wait < ShortestPause) wait = ShortestPause;
        if (wait <= TimeSpan.Zero)
        {
            _connection.Carrier.Resume();
            return;
        }

        _refusals.Limit(LimitReached.Messages, _connection.Peer?.Address);
        _readOn = Context.System.Scheduler.ScheduleTellOnceCancelable(wait, Self, ReadOn.Instance, ActorRefs.NoSender);
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private void Handle(in ClientMessage message)
    {
        if (message.IsPhoenixTopic)
        {
            if (message.Event == ClientEvent.Heartbeat) ReplyOk(MessageWriter.Null, message);
            else ReplyError(MessageWriter.Null, message, "unmatched topic");
            return;
        }

        var kind = TopicName.Parse(message.TopicName(), out var key);
        switch (message.Event)
        {
            case ClientEvent.Join when kind == TopicNameKind.Ours: OnJoin(message, key); break;
            case ClientEvent.Join when kind == TopicNameKind.Invalid: Deny(message, TopicName.InvalidReason); break;
            case ClientEvent.Leave: OnLeave(message, key); break;
            default: OnEvent(message, key); break;
        }
    }

    private void OnJoin(in ClientMessage message, TopicKey key)
    {
        var limits = _settings.Limits;
        if (!_joins.TryTake(limits.JoinsPerSecond, Math.Max(limits.JoinsPerSecond, _settings.MaxTopics), Now))
        {
            _refusals.Limit(LimitReached.Joins, _connection.Peer?.Address);
            ReplyError(message.JoinRef, message, $"too many joins: at most {limits.JoinsPerSecond} a second");
            return;
        }

        var before = _channels.GetValueOrDefault(key);
        if (before is null && _channels.Count >= _settings.MaxTopics)
        {
            ReplyError(message.JoinRef, message, "too many channels joined");
            return;
        }

        if (!_connection.Grant.Allows(key))
        {
            Deny(message, "not allowed: the token does not name this topic");
            return;
        }

        var parameters = _connection.Grant.Narrow(JoinParameters.Read(message.Payload, out var fault, limits.MetaBytes));
        if (fault is not null)
        {
            Deny(message, fault);
            return;
        }

        var channel = new Channel(key, message.JoinRef.ToArray(), message.TopicToken.ToArray(), _connection.Outbox, Self)
        {
            Parameters = parameters, DataSets = _connection.Grant.DataSets, Opener = Opener, Address = _connection.Peer?.Address,
        };
        _channels[key] = channel;
        (_connection.Topics, _connection.User) = (_channels.Count, _connection.Grant.User ?? parameters.Key ?? _connection.User);
        _relays.Tell(new JoinTopic(channel, message.Ref.ToArray(), before));
    }

    /// <summary>Whom a topic that nobody else watches is put down to. A name that a client gives itself is none.</summary>
    private string? Opener => _settings.Limits.ColdTopicsPerUser == 0 ? null : _connection.Grant.User ?? (_connection.Peer is { } peer ? AddressGroup.Of(peer.Address).ToString() : null);

    private void OnLeave(in ClientMessage message, TopicKey key)
    {
        if (key.Value is null || !_channels.TryGetValue(key, out var channel)) ReplyOk(message.JoinRef, message);
        else if (IsCurrent(channel, message))
        {
            _channels.Remove(key);
            _connection.Topics = _channels.Count;
            _relays.Tell(new LeaveTopic(channel, message.Ref.ToArray()));
        }
    }

    private void OnEvent(in ClientMessage message, TopicKey key)
    {
        if (key.Value is null || !_channels.TryGetValue(key, out var channel)) ReplyError(MessageWriter.Null, message, "unmatched topic");
        else if (!IsCurrent(channel, message)) return;
        else if (message.Event == ClientEvent.AccessToken) OnAccessToken(message, channel);
        else if (message.Event == ClientEvent.Attention) OnAttention(message, channel);
        else if (message.Event == ClientEvent.Rewind) OnRewind(message, channel);
        else ReplyError(channel.JoinRef, message, "unknown event");
    }

    private void OnAttention(in ClientMessage message, Channel channel)
    {
        // The relay answers: no rows may come between its reply and the last ones sent before.
        if (AttentionPayload.TryRead(message.Payload, out var visible)) _relays.Tell(new ChannelAttention(channel, visible, message.Ref.ToArray()));
        else ReplyError(channel.JoinRef, message, AttentionPayload.Expected);
    }

    private void OnRewind(in ClientMessage message, Channel channel)
    {
        if (RewindRequest.Read(message.Payload, out var minutes) is { } fault) ReplyError(channel.JoinRef, message, fault);
        else _relays.Tell(new RewindTopic(channel, message.Ref.ToArray(), minutes));
    }

    /// <summary>A new token takes the place of the one before, without a new connection.</summary>
    private void OnAccessToken(in ClientMessage message, Channel channel)
    {
        // Clients that offer one where none is asked for are not told it failed.
        if (_tokens is null) ReplyOk(channel.JoinRef, message);
        else if (!AccessTokenPayload.TryRead(message.Payload, out var token)) ReplyError(channel.JoinRef, message, AccessTokenPayload.Expected);
        // One after the other: an older token must not come behind a newer one, and a flood of them must not pile up.
        else if (_checking) ReplyError(channel.JoinRef, message, "a token is being checked");
        else
        {
            var reference = message.Ref.ToArray();
            _checking = true;
            _tokens.CheckAsync(token).PipeTo(
                Self, success: verdict => new TokenChecked(channel, reference, verdict),
                failure: _ => new TokenChecked(channel, reference, new TokenVerdict(null, TokenRefusal.Malformed)));
        }
    }

    private void OnTokenChecked(TokenChecked done)
    {
        _checking = false;
        var channel = done.Channel;
        var grant = done.Verdict.Grant;
        if (done.Verdict.Refusal is { } why) _refusals.Token(why, _connection.Peer?.Address);
        var refusal = done.Verdict.Refusal ?? (grant!.User == _connection.Grant.User ? null : "token of another user");
        var reply = new ArrayBufferWriter<byte>(128);
        if (refusal is null) MessageWriter.ReplyOk(reply, channel.JoinRef, done.Ref, channel.TopicToken, MessageWriter.EmptyObject);
        else MessageWriter.ReplyError(reply, channel.JoinRef, done.Ref, channel.TopicToken, refusal);
        Send(reply);
        if (refusal is not null) return;
        var seesAlike = grant!.SeesLike(_connection.Grant);
        _connection.Grant = grant;
        foreach (var joined in _channels.Values.ToArray())
        {
            if (!grant.Allows(joined.Key)) End(joined, rejoins: false);
            else if (!seesAlike) End(joined, rejoins: true);
        }
    }

    /// <summary>Ends a channel: for good if its client may not have it any more; for a rejoin under the new token if it is to see more or less.</summary>
    private void End(Channel channel, bool rejoins)
    {
        _channels.Remove(channel.Key);
        _connection.Topics = _channels.Count;
        _relays.Tell(new LeaveTopic(channel, Ref: null));
        var last = new ArrayBufferWriter<byte>(128);
        if (rejoins) MessageWriter.Error(last, channel.JoinRef, channel.TopicToken, "the new token shows more or less: join again");
        else MessageWriter.Close(last, channel.JoinRef, channel.TopicToken);
        Send(last);
    }

    /// <summary>What an earlier join of the topic still sends is for nobody.</summary>
    private static bool IsCurrent(Channel channel, in ClientMessage message) => message.HasNullJoinRef || message.JoinRef.SequenceEqual(channel.JoinRef);

    private void OnChannelEnded(ChannelEnded ended)
    {
        if (_channels.GetValueOrDefault(ended.Channel.Key) == ended.Channel) _channels.Remove(ended.Channel.Key);
        _connection.Topics = _channels.Count;
    }

    private void OnSendAway(SendAway away)
    {
        // A new token may have come while this was on its way.
        if (away.Unless is { } unless && unless(_connection))
        {
            _connection.ToldToGo = false;
            return;
        }

        Notify(away.Notice.Span);
        _connection.Carrier.Close(away.Code, away.Reason);
    }

    private void Notify(ReadOnlySpan<byte> notice)
    {
        foreach (var channel in _channels.Values)
        {
            var push = new ArrayBufferWriter<byte>(128);
            MessageWriter.Push(push, channel.JoinRef, channel.TopicToken, "notice", notice);
            Send(push);
        }
    }

    private void ReplyOk(ReadOnlySpan<byte> joinRef, in ClientMessage message)
    {
        var reply = new ArrayBufferWriter<byte>(128);
        MessageWriter.ReplyOk(reply, joinRef, message.Ref, message.TopicToken, MessageWriter.EmptyObject);
        Send(reply);
    }

    private void ReplyError(ReadOnlySpan<byte> joinRef, in ClientMessage message, string reason)
    {
        var reply = new ArrayBufferWriter<byte>(256);
        MessageWriter.ReplyError(reply, joinRef, message.Ref, message.TopicToken, reason);
        Send(reply);
    }

    /// <summary>A refusal that no retry will change: the close stops the client's rejoin loop.</summary>
    private void Deny(in ClientMessage message, string reason)
    {
        ReplyError(message.JoinRef, message, reason);
        var close = new ArrayBufferWriter<byte>(128);
        MessageWriter.Close(close, message.JoinRef, message.TopicToken);
        Send(close);
    }

    private void Send(ArrayBufferWriter<byte> message) => _connection.Outbox.Send(message.WrittenMemory);

    private sealed record ReadOn : INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
    {
        public static readonly ReadOn Instance = new();
    }
}
