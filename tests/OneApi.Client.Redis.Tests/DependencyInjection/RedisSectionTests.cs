using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Redis.Tests.DependencyInjection;

/// <summary><c>OneApi:Redis</c> of the gateway's configuration.</summary>
public sealed class RedisSectionTests
{
    [Fact]
    public void EverySetting_IsRead()
    {
        var options = Read(
            null,
            ("Url", "redis://one:6379"),
            ("KeyPrefix", "shop:"),
            ("Buckets", "8"),
            ("WaitReplicas", "1"),
            ("WaitTimeout", "00:00:00.2"),
            ("OperationTimeout", "00:00:03"),
            ("RepetitionWindow", "02:00:00"),
            ("KeepsRecords", "false"),
            ("CredentialKey", "0123456789abcdef0123456789abcdef"));

        Assert.Equal(("redis://one:6379", "shop:", 8, 1), (options.Url, options.KeyPrefix, options.Buckets, options.WaitReplicas));
        Assert.Equal((TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3), TimeSpan.FromHours(2)), (options.WaitTimeout, options.OperationTimeout, options.RepetitionWindow));
        Assert.Equal((false, "0123456789abcdef0123456789abcdef"), (options.KeepsRecords, options.CredentialKey));
    }

    [Fact]
    public void SeveralUrls_MayBeAList()
    {
        var options = Read(null, ("Url:0", "redis://one:6379"), ("Url:1", "redis://two:6379"));

        Assert.Equal("redis://one:6379,redis://two:6379", options.Url);
    }

    [Fact]
    public void Code_HasTheLastWord()
    {
        var options = Read(static options => options.Url = "redis://own", ("Url", "redis://one"), ("Buckets", "8"));

        Assert.Equal(("redis://own", 8), (options.Url, options.Buckets));
    }

    [Fact]
    public void WrongSettings_AreListedAtOnce_WithTheirPaths_AndNoSecret()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(
            null,
            ("Url", "http://user:hunter2@one"),
            ("Buckets", "many"),
            ("WaitReplicas", "-1"),
            ("OperationTimeout", "soon"),
            ("KeepsRecords", "perhaps"),
            ("CredentialKey", "hunter2"),
            ("Colour", "red")));

        Assert.Equal(
            [.. ((string[])["Buckets", "Colour", "CredentialKey", "KeepsRecords", "OperationTimeout", "Url", "WaitReplicas"]).Select(static name => "OneApi:Redis:" + name)],
            error.Failures.Select(static failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Contains("OneApi:Redis:OperationTimeout: 'soon' is not a duration; use one like '00:00:20'.", error.Failures);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static RedisOptions Read(Action<RedisOptions>? configure, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddOneApi(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("OneApi:Redis:" + setting.Key, (string?)setting.Value))).Build()).AddRedis(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<RedisOptions>>().Value;
    }
}
