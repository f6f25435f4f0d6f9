using System.Net;
using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.EndToEnd.Tests.Story;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Limits;

/// <summary>T13: from where a token may be used, for lists and addresses of every make; the expected answer is computed by <see cref="AddressArithmetic"/>.</summary>
public sealed class AddressListTests
{
    /// <summary>Lists as people write them. Each is tried with the addresses at and around its borders, and with <see cref="Addresses"/>.</summary>
    private static readonly string[][] Lists =
    [
        ["0.0.0.0/0"], ["::/0"], ["0.0.0.0/0", "::/0"], ["192.168.10.0/24"], ["192.168.10.7"], ["192.168.10.7/32"], ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], ["203.0.113.128/25"], ["203.0.113.4/31"],
        ["255.255.255.255"], ["0.0.0.0/1"], ["128.0.0.0/1"], ["127.0.0.0/8"], ["::1"], ["::1/128"], ["2001:db8::/32"], ["2001:db8::/33", "2001:db8:ffff::/48"], ["2001:db8::8/125"], ["2001:db8::7"], ["fe80::/10"], ["fe80::1"], ["::/1"], ["8000::/1"],
        ["::ffff:192.168.10.0/120"], ["::ffff:10.1.2.3"], ["::ffff:0.0.0.0/96"], ["64:ff9b::/96"], ["2001:db8::/64", "198.51.100.0/30"], ["::/96"], ["ff00::/8"],
    ];

    private static readonly string[] Addresses =
    [
        "0.0.0.0", "10.1.2.3", "127.0.0.1", "172.31.255.255", "172.32.0.0", "192.168.10.7", "192.168.11.7", "203.0.113.4", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:10.1.2.3", "::ffff:192.168.10.7", "::ffff:c0a8:b07", "64:ff9b::c0a8:a07",
        "2001:db8::7", "2001:db8:8000::1", "2001:db9::", "fe80::1", "fe80::1%3", "febf::1%12", "fec0::1", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AToken_WorksFromItsNetworks_AndFromNowhereElse()
    {
        await using var host = await StoryHost.StartAsync();
        var tokens = host.Services.GetRequiredService<IAccessTokens>();
        var cases = 0;
        var wrong = new List<string>();
        var answers = new int[2];
        foreach (var list in Lists)
        {
            var key = (await tokens.CreateAsync(new() { Name = "t" + cases, IpAllowList = list }, Stop)).Key;
            foreach (var address in Addresses.Concat(list.SelectMany(Borders)).Distinct())
            {
                var expected = AddressArithmetic.IsIn(address, list);
                var got = await IsTakenAsync(tokens, key, IPAddress.Parse(address));
                cases++;
                answers[got ? 1 : 0]++;
                if (expected != got)
                {
                    wrong.Add($"{address} against {string.Join(", ", list)}: {got}");
                }
            }

            Assert.False(await IsTakenAsync(tokens, key, null)); // nobody knows from where
        }

        Assert.Empty(wrong);
        Assert.True(cases >= 800 && answers.Min() >= 200, $"{cases} cases: {answers[0]} refused, {answers[1]} taken");
    }

    [Fact]
    public async Task WithoutAList_ATokenWorksFromEverywhere()
    {
        await using var host = await StoryHost.StartAsync();
        var tokens = host.Services.GetRequiredService<IAccessTokens>();

        foreach (var address in Addresses)
        {
            Assert.True(await IsTakenAsync(tokens, host.Key, IPAddress.Parse(address)), address);
        }

        Assert.True(await IsTakenAsync(tokens, host.Key, null));
    }

    /// <summary>What looks like a network and is none, or is another one than its writer means.</summary>
    [Theory]
    [InlineData("192.168.10.7/24")]
    [InlineData("192.168.10.0/33")]
    [InlineData("192.168.10.0/-1")]
    [InlineData("192.168.10.0/")]
    [InlineData("192.168.10.0/ 24")]
    [InlineData("192.168.10")]
    [InlineData("192.168.010.0/24")]
    [InlineData("0xc0a80a00/24")]
    [InlineData("3232238080")]
    [InlineData("192.168.10.*")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::1/64")]
    [InlineData("fe80::1%3")]
    [InlineData("fe80::%3/64")]
    [InlineData("[2001:db8::1]")]
    [InlineData("::ffff:0.0.0.0/95")]
    [InlineData("localhost")]
    [InlineData("*")]
    [InlineData("")]
    public async Task AnEntryThatIsNoNetwork_IsRefused_AndNamed(string entry)
    {
        await using var host = await StoryHost.StartAsync();

        var reply = await host.AdminAsync("POST", "/api/v1/token", $$"""{"name":"a","ip_whitelist":["10.0.0.0/8","{{entry}}"]}""");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("ip_whitelist[1]", reply.Text, StringComparison.Ordinal);
    }

    /// <summary>The connection comes from 127.0.0.1. Behind known proxies the nearest address that is none of them counts, and nothing before it.</summary>
    [Theory]
    [InlineData("127.0.0.1", "192.168.10.7", true)]
    [InlineData("127.0.0.1", "192.168.11.7", false)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("127.0.0.1", "192.168.10.7, 203.0.113.9", false)]
    [InlineData("127.0.0.1", "203.0.113.9, 192.168.10.7", true)]
    [InlineData("127.0.0.1", "192.168.10.7, 127.0.0.1", true)]
    [InlineData("127.0.0.1", "::ffff:192.168.10.7", true)]
    [InlineData("127.0.0.1", "192.168.10.7:4711", true)]
    [InlineData("127.0.0.1", "[2001:db8::7]:4711", true)]
    [InlineData("127.0.0.1", "2001:db8::7", true)]
    [InlineData("127.0.0.1", "2001:db9::7", false)]
    [InlineData("127.0.0.1", "unknown", false)]
    [InlineData("127.0.0.1", "192.168.10.7, unknown", false)]
    [InlineData("127.0.0.1", "192.168.10.7, ", true)]
    [InlineData("127.0.0.0/8", "192.168.10.7", true)]
    [InlineData("127.0.0.0/8,10.0.0.0/8", "192.168.10.7, 10.1.1.1", true)]
    [InlineData("127.0.0.0/8,10.0.0.0/8", "192.168.10.7, 203.0.113.9, 10.1.1.1", false)]
    [InlineData("10.0.0.0/8", "192.168.10.7", false)]
    [InlineData("", "192.168.10.7", false)]
    [InlineData("", "192.168.10.7, 127.0.0.1", false)]
    public async Task OverHttp_OnlyKnownProxiesAreBelieved(string proxies, string? forwarded, bool isTaken)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(
            options => options.Channels.Add(StoryHost.Channel("main", "openai", fake, "gpt-x")),
            options => options.KnownProxies = proxies.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var key = (await host.TokenAsync("""{"name":"a","ip_whitelist":["192.168.10.0/24","2001:db8::/32"],"group":"internal_dev"}""")).GetProperty("key").GetString();

        var reply = await host.ChatAsync("gpt-x", key: key, change: request =>
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
            request.Headers.Add("X-Real-IP", "192.168.10.7"); // believed from nobody
            request.Headers.Add("Forwarded", "for=192.168.10.7");
        });

        Assert.True(reply.Status == (isTaken ? HttpStatusCode.OK : HttpStatusCode.Forbidden), reply.Text);
        Assert.Equal(isTaken ? null : "ip_not_allowed", isTaken ? null : reply.Code);
    }

    /// <summary>A header that is sent twice is one list.</summary>
    [Fact]
    public async Task OverHttp_ASecondHeader_IsThePartThatCounts()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(StoryHost.Channel("main", "openai", fake, "gpt-x")));
        var key = (await host.TokenAsync("""{"name":"a","ip_whitelist":["192.168.10.0/24"],"group":"internal_dev"}""")).GetProperty("key").GetString();

        var spoofed = await host.ChatAsync("gpt-x", key: key, change: static request => request.Headers.TryAddWithoutValidation("X-Forwarded-For", (string[])["192.168.10.7", "203.0.113.9"]));
        var honest = await host.ChatAsync("gpt-x", key: key, change: static request => request.Headers.TryAddWithoutValidation("X-Forwarded-For", (string[])["203.0.113.9", "192.168.10.7"]));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (spoofed.Status, honest.Status));
    }

    /// <summary>The first and the last address of a network, their neighbours outside, and all of them mapped where they are IPv4.</summary>
    private static IEnumerable<string> Borders(string network)
    {
        var slash = network.IndexOf('/', StringComparison.Ordinal);
        var (first, bits) = AddressArithmetic.Number(slash < 0 ? network : network[..slash]);
        var length = slash < 0 ? bits : int.Parse(network[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        var last = first + (BigInteger.One << (bits - length)) - 1;
        foreach (var value in new[] { first - 1, first, first + 1, last - 1, last, last + 1 })
        {
            if (value < 0 || value >> bits != 0)
            {
                continue;
            }

            yield return AddressArithmetic.Text(value, bits);
            if (bits == 32)
            {
                yield return "::ffff:" + AddressArithmetic.Text(value, bits);
                yield return AddressArithmetic.Text((new BigInteger(0xffff) << 32) + value, 128);
                yield return AddressArithmetic.Text(value, 128); // the old "compatible" form is an address of its own
            }
        }
    }

    private static async Task<bool> IsTakenAsync(IAccessTokens tokens, string key, IPAddress? address)
    {
        try
        {
            await tokens.AuthenticateAsync(key, address, Stop);
            return true;
        }
        catch (OneApiException error) when (error.Kind is OneApiErrorKind.CallerForbidden)
        {
            return false;
        }
    }
}
