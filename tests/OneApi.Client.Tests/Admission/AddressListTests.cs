using System.Net;
using OneApi.Client.Admission;

namespace OneApi.Client.Tests.Admission;

public class AddressListTests
{
    [Theory]
    [InlineData("192.168.10.0/24", "192.168.10.1", true)]
    [InlineData("192.168.10.0/24", "192.168.10.255", true)]
    [InlineData("192.168.10.0/24", "192.168.11.0", false)]
    [InlineData("192.168.10.0/24", "::ffff:192.168.10.7", true)]
    [InlineData("192.168.10.0/24", "::ffff:192.168.11.7", false)]
    [InlineData("192.168.10.0/24", "::192.168.10.7", false)]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7/32", "::ffff:203.0.113.7", true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "8.8.8.8", false)]
    [InlineData("::/0", "::ffff:8.8.8.8", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "2001:DB8:0::1", true)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("::ffff:10.0.0.5", "10.0.0.5", true)]
    public void AnAddress_IsInANetwork_OrNot(string network, string address, bool expected)
    {
        Assert.True(AddressList.TryParse(network, out var parsed, out var error), error);

        Assert.Equal(expected, new AddressList([parsed]).Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("", "is not an address")]
    [InlineData("everywhere", "is not an address")]
    [InlineData("10", "is not an address")]
    [InlineData("010.0.0.1", "is not an address")]
    [InlineData("0x0a.0.0.1", "is not an address")]
    [InlineData("10.0.0", "is not an address")]
    [InlineData("10.0.0.0.0/8", "is not an address")]
    [InlineData("256.0.0.1", "is not an address")]
    [InlineData("[::1]", "is not an address")]
    [InlineData("fe80::1%eth0", "is not an address")]
    [InlineData("10.0.0.1:80", "is not an address")]
    [InlineData(" 10.0.0.1", "is not an address")]
    [InlineData("10.0.0.0/", "from 0 to 32")]
    [InlineData("10.0.0.0/33", "from 0 to 32")]
    [InlineData("10.0.0.0/-1", "from 0 to 32")]
    [InlineData("10.0.0.0/8/8", "from 0 to 32")]
    [InlineData("10.0.0.0/+8", "from 0 to 32")]
    [InlineData("::/129", "from 0 to 128")]
    [InlineData("10.0.0.1/8", "bits set behind its prefix")]
    [InlineData("2001:db8::1/32", "bits set behind its prefix")]
    [InlineData("::ffff:10.0.0.0/8", "below 96")]
    public void ANetwork_ThatIsWrong_IsRefusedWithTheReason(string network, string reason)
    {
        Assert.False(AddressList.TryParse(network, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyOfSeveralNetworks_IsEnough()
    {
        var list = new AddressList([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32")]);

        Assert.True(list.Allows(IPAddress.Parse("10.1.1.1")));
        Assert.True(list.Allows(IPAddress.Parse("2001:db8::1")));
        Assert.False(list.Allows(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void WithoutAnAddress_AListRefuses_AndNoListAllows()
    {
        Assert.False(new AddressList([IPNetwork.Parse("0.0.0.0/0")]).Allows(null));
        Assert.True(AddressList.Everywhere.Allows(null));
    }
}
