using Microsoft.Extensions.Options;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Which of a caller's headers reach the provider (reliability §4).</summary>
public sealed class HeaderForwardingTests
{
    private static readonly Dictionary<string, string> Sent = new()
    {
        ["X-Tenant"] = "blue",
        ["User-Agent"] = "caller/1.0",
        ["X-Other"] = "not listed",
        ["Authorization"] = "Bearer caller-secret",
        ["Cookie"] = "session=caller-secret",
        ["x-api-key"] = "caller-secret",
        ["x-goog-api-key"] = "caller-secret",
        ["Proxy-Authorization"] = "caller-secret",
        ["Host"] = "caller-secret.example",
    };

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_ForwardsOnlyWhatIsListed(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, configure: static options => options.ForwardHeaders = ["x-tenant", "User-Agent"]);

        var answer = await scenario.AskAsync(streaming, options: new OneApiChatOptions { ForwardedHeaders = Sent });

        var headers = scenario.Fake.Requests[0].Headers;
        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(("blue", "caller/1.0"), (headers["X-Tenant"], headers["User-Agent"]));
        Assert.DoesNotContain("X-Other", headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("Cookie", headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.All(headers.Values, static value => Assert.DoesNotContain("caller-secret", value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenNothingIsListed_ForwardsNothing(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);

        await scenario.AskAsync(streaming, options: new OneApiChatOptions { ForwardedHeaders = Sent });

        var headers = scenario.Fake.Requests[0].Headers;
        Assert.DoesNotContain("X-Tenant", headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.All(headers.Values, static value => Assert.DoesNotContain("caller", value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("cookie")]
    [InlineData("X-Api-Key")]
    [InlineData("x-goog-api-key")]
    [InlineData("api-key")]
    [InlineData("Host")]
    public async Task ForwardHeaders_WithASecretOne_StopTheStart(string header)
    {
        await using var scenario = new Scenario("openai", configure: options => options.ForwardHeaders = ["X-Tenant", header]);

        var errors = Assert.Throws<OptionsValidationException>(() => scenario.Chat);

        Assert.Contains("OneApi:ForwardHeaders:1", Assert.Single(errors.Failures), StringComparison.Ordinal);
    }
}
