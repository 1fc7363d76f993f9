using System.Net;
using Realtime.Actors.Connections;

namespace Realtime.Actors.Tests.Connections;

public class AddressGroupTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    [InlineData("fe80::1%7", "fe80::")]
    [InlineData("::1", "::")]
    public void Addresses_of_one_network_of_a_person_are_one(string address, string group) => Assert.Equal(IPAddress.Parse(group), AddressGroup.Of(IPAddress.Parse(address)));
}
