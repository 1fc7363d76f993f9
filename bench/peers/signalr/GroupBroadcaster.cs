using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Realtime.Bench.Feed;

namespace Realtime.Bench.SignalR;

/// <summary>Sends to the group. The hub message carries the payload's own bytes: as JSON in JSON, as one string in MessagePack. SignalR encodes it once for all.</summary>
internal sealed class GroupBroadcaster(IHubContext<GroupHub> hub, bool binary) : IBroadcaster
{
    public async ValueTask BroadcastAsync(long n, byte[] payload)
    {
        object argument = binary ? Encoding.ASCII.GetString(payload) : JsonElement.Parse(payload);
        await hub.Clients.Group(GroupHub.Name).SendAsync("frame", argument);
    }
}
