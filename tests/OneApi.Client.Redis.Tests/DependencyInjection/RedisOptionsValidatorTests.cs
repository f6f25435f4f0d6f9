using OneApi.Client.Redis.DependencyInjection;

namespace OneApi.Client.Redis.Tests.DependencyInjection;

public sealed class RedisOptionsValidatorTests
{
    [Fact]
    public void Defaults_WithAUrl_AreRight() => Assert.True(new RedisOptionsValidator().Validate(null, new() { Url = "redis://localhost" }).Succeeded);

    [Fact]
    public void EveryError_IsListedAtOnce_WithItsPath()
    {
        var result = new RedisOptionsValidator().Validate(
            null,
            new()
            {
                Url = null,
                KeyPrefix = "a{b}",
                Buckets = 0,
                WaitReplicas = -1,
                OperationTimeout = TimeSpan.Zero,
                WaitTimeout = TimeSpan.FromSeconds(3),
                RepetitionWindow = TimeSpan.FromSeconds(1),
                CredentialKey = "too short a secret",
            });

        string[] names = ["Url", "KeyPrefix", "Buckets", "WaitReplicas", "OperationTimeout", "WaitTimeout", "RepetitionWindow", "CredentialKey"];
        Assert.Equal(names.Length, result.Failures!.Count());
        Assert.All(names, name => Assert.Contains(result.Failures!, failure => failure.StartsWith($"OneApi:Redis:{name}:", StringComparison.Ordinal)));
        Assert.DoesNotContain("too short a secret", result.FailureMessage, StringComparison.Ordinal);
    }
}
