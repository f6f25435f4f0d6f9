using System.Net;
using OneApi.Client.Redis.Connection;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Tests.Connection;

public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost", 6379, null, null, 0, false)]
    [InlineData("redis://10.0.0.7:7000/3", "10.0.0.7", 7000, null, null, 3, false)]
    [InlineData("rediss://redis.example:6380", "redis.example", 6380, null, null, 0, true)]
    [InlineData("REDIS://h:1/", "h", 1, null, null, 0, false)]
    [InlineData("redis://:p%40ss%3A%2Cw@h", "h", 6379, null, "p@ss:,w", 0, false)]
    [InlineData("redis://me%40home:secret@h:6379", "h", 6379, "me@home", "secret", 0, false)]
    [InlineData("redis://me:a:b@h", "h", 6379, "me", "a:b", 0, false)]
    public void AUrl_IsRead(string url, string host, int port, string? user, string? password, int database, bool isTls)
    {
        var errors = new List<string>();

        var options = RedisUrl.Parse(url, "Url", errors);

        Assert.Empty(errors);
        Assert.Equal(new DnsEndPoint(host, port).ToString().Split('/')[^1], options.EndPoints[0].ToString()!.Split('/')[^1]);
        Assert.Equal((user, password, database, isTls), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
    }

    [Fact]
    public void AnIPv6Address_StandsInBrackets()
    {
        var options = RedisUrl.Parse("redis://[::1]:7001", "Url", []);

        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7001), options.EndPoints[0]);
    }

    [Fact]
    public void SeveralUrls_AreTheNodesOfACluster()
    {
        var errors = new List<string>();

        var options = RedisUrl.Parse("redis://:pw@a:1, redis://:pw@b:2,redis://:pw@c:3", "Url", errors);

        Assert.Empty(errors);
        Assert.Equal(3, options.EndPoints.Count);
    }

    [Theory]
    [InlineData("localhost:6379", "does not begin with 'redis://'")]
    [InlineData("http://h", "does not begin with 'redis://'")]
    [InlineData("redis://", "names no host")]
    [InlineData("redis://:hunter2@", "names no host")]
    [InlineData("redis://:hunter2@h:port", "names no host and port")]
    [InlineData("redis://:hunter2@h:70000", "names no host and port")]
    [InlineData("redis://:hunter2@h/first", "names the database 'first'")]
    [InlineData("redis://:hunter2@h?ssl=true", "has a query")]
    [InlineData("redis://:hunter2@a,redis://:hunter3@b", "(number 2 of 2): differs from the first")]
    [InlineData("redis://:hunt,er2@a", "%2C")]
    public void AWrongUrl_SaysWhatIsWrong_AndNeverThePassword(string url, string expected)
    {
        var errors = new List<string>();

        RedisUrl.Parse(url, "OneApi:Redis:Url", errors);

        var all = string.Join('\n', errors);
        Assert.StartsWith("OneApi:Redis:Url", all, StringComparison.Ordinal);
        Assert.Contains(expected, all, StringComparison.Ordinal);
        Assert.DoesNotContain("hunt", all, StringComparison.Ordinal);
    }
}
