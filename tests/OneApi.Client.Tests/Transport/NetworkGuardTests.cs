using System.Net;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

public sealed class NetworkGuardTests
{
    public static TheoryData<string> Refused => new(
        "0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255",
        "127.0.0.0", "127.0.0.1", "168.63.129.16", "::ffff:168.63.129.16", "127.0.0.53", "127.1.2.3", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.170.2",
        "169.254.255.255", "172.16.0.0", "172.17.0.1", "172.31.255.255", "192.0.0.0", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.0.0", "192.168.1.1", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.0", "224.0.0.1",
        "239.255.255.250", "239.255.255.255", "240.0.0.0", "250.1.1.1", "255.255.255.255",
        "2130706433", "017700000001", "0x7f000001", "127.1", "127.0.1", "0x7f.0.0.1", "0177.0.0.1", "0", "0xa9fea9fe", "2852039166",
        "0251.0376.0251.0376", "0xa.1", "10.1", "192.168.257", "3232235777",
        "::", "::1", "::2", "::127.0.0.1", "::10.0.0.1", "::8.8.8.8", "::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "::ffff:192.168.1.1", "::ffff:7f00:1", "::ffff:100.64.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1::10.0.0.1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1",
        "2001:20::1", "2001:db8::1", "2001:db8:ffff::1", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "2002:808:808::1", "3fff::1",
        "3fff:fff::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fdff:ffff::1", "fe80::1", "fe80::1%1", "febf::1", "fec0::1", "ff00::1",
        "ff02::1", "ff05::2", "ff0e::1", "4000::1");

    [Theory]
    [MemberData(nameof(Refused))]
    public void Allows_AnAddressThatIsNotPublic_No(string spelling) =>
        Assert.False(new NetworkGuard([]).Allows(IPAddress.Parse(spelling)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2001:200::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700::1111")]
    [InlineData("3ffe::1")]
    public void Allows_APublicAddress_Yes(string spelling) =>
        Assert.True(new NetworkGuard([]).Allows(IPAddress.Parse(spelling)));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("fd12::1", true)]
    [InlineData("fd13::1", false)]
    public void Allows_AListedNetwork_OnlyThatOne(string spelling, bool expected)
    {
        var guard = new NetworkGuard([IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd12::/16")]);

        Assert.Equal(expected, guard.Allows(IPAddress.Parse(spelling)));
    }

    [Theory]
    [InlineData("0.0.0.0/0", "10.2.0.1", true)]
    [InlineData("0.0.0.0/0", "fd12::1", false)]
    [InlineData("0.0.0.0/32", "0.0.0.0", true)]
    [InlineData("0.0.0.0", "10.2.0.1", false)]
    [InlineData("::/0", "fd12::1", true)]
    [InlineData("::/0", "10.2.0.1", false)]
    public void ParseAll_WholeSpaces_AreNetworksLikeOthers(string network, string spelling, bool expected) =>
        Assert.Equal(expected, new NetworkGuard(NetworkGuard.ParseAll([network])).Allows(IPAddress.Parse(spelling)));
}
