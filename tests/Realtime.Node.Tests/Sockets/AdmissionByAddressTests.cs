using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Connections;
using Realtime.Actors.Metrics;
using Realtime.Node.Sockets;

namespace Realtime.Node.Tests.Sockets;

/// <summary>Whose connections are counted together.</summary>
public sealed class AdmissionByAddressTests : IDisposable
{
    private readonly Refusals _refusals = new(RealtimeMetrics.Unheard, NullLogger.Instance, TimeProvider.System);
    private readonly Admission _admission;

    public AdmissionByAddressTests() => _admission = new Admission(new ConnectionLimits { ConnectionsPerAddress = 2 }, _refusals);

    public void Dispose()
    {
        _admission.Dispose();
        _refusals.Dispose();
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_share_a_limit_and_give_it_back()
    {
        Assert.Null(Enter("2001:db8:1:2::1"));
        Assert.Null(Enter("2001:db8:1:2::2"));
        Assert.Equal(LimitReached.ConnectionsPerAddress, Enter("2001:db8:1:2:aaaa::3"));
        Assert.Null(Enter("2001:db8:1:3::1"));
        _admission.Leave(IPAddress.Parse("2001:db8:1:2::1"));
        Assert.Null(Enter("2001:db8:1:2:aaaa::3"));
    }

    [Fact]
    public void An_IPv4_address_is_one_however_it_is_written_and_its_neighbours_are_others()
    {
        Assert.Null(Enter("192.0.2.1"));
        Assert.Null(Enter("::ffff:192.0.2.1"));
        Assert.Equal(LimitReached.ConnectionsPerAddress, Enter("192.0.2.1"));
        Assert.Null(Enter("::ffff:192.0.2.2"));
    }

    private string? Enter(string address) => _admission.TryEnter(IPAddress.Parse(address));
}
