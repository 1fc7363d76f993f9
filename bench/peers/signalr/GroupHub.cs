using Microsoft.AspNetCore.SignalR;

namespace Realtime.Bench.SignalR;

/// <summary>Whoever connects is in the group.</summary>
internal sealed class GroupHub : Hub
{
    /// <summary>Its name.</summary>
    public const string Name = "bench";

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Name);
}
