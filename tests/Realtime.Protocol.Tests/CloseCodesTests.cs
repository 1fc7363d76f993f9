using System.Reflection;

namespace Realtime.Protocol.Tests;

/// <summary>What the close codes may be.</summary>
public class CloseCodesTests
{
    [Fact]
    public void The_codes_are_those_that_clients_know_and_1000_after_which_they_stay_away_is_not_one()
    {
        var codes = typeof(CloseCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!).ToList();

        Assert.Equal([1001, 1002, 1007, 1009, 1011, 1012, 1013], codes.Order());
    }
}
