using System.Text.Json;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Azure;

/// <summary>Azure's errors as a caller sees them: every code of the page, through every form (protocols/azure.md §6). The kinds are the page's.</summary>
public sealed class AzureErrorTests
{
    private static readonly (string Code, int Status, OneApiErrorKind Kind)[] Codes =
    [
        ("content_filter", 400, ContentFiltered),
        ("content_policy_violation", 400, ContentFiltered),
        ("context_length_exceeded", 400, ContextLengthExceeded),
        ("OperationNotSupported", 400, ModelNotFound),
        ("invalid_request_error", 400, InvalidRequest),
        ("unsupported_value", 400, InvalidRequest),
        ("BadRequest", 400, InvalidRequest),
        ("UnsupportedApiVersion", 400, ModelNotFound),
        ("401", 401, OneApiErrorKind.Authentication),
        ("PermissionDenied", 401, PermissionDenied),
        ("AuthenticationTypeDisabled", 403, PermissionDenied),
        ("PublicAccessDisabled", 403, PermissionDenied),
        ("AccessDenied", 403, PermissionDenied),
        ("DeploymentNotFound", 404, ModelNotFound),
        ("404", 404, ModelNotFound),
        ("unknown_model", 404, ModelNotFound),
        ("408", 408, OneApiErrorKind.Timeout),
        ("424", 424, ProviderUnavailable),
        ("RateLimitReached", 429, RateLimited),
        ("429", 429, RateLimited),
        ("too_many_requests", 429, RateLimited),
        ("statusCode", 429, RateLimited),
        ("insufficient_quota", 429, QuotaExhausted),
        ("NoCapacity", 429, ProviderUnavailable),
        ("InternalServerError", 500, ProviderUnavailable),
        ("server_error", 500, ProviderUnavailable),
        ("ServiceUnavailable", 503, ProviderUnavailable),
        ("Timeout", 504, OneApiErrorKind.Timeout),
    ];

    public static TheoryData<string, string, bool> Cases => new(
        from wire in (string[])["v1", "deployments", "foundry"]
        from one in Codes
        from streaming in (bool[])[false, true]
        select (wire, one.Code, streaming));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Code_HasThePagesKind(string wire, string code, bool streaming)
    {
        var (_, status, kind) = Codes.Single(one => one.Code == code);
        await using var azure = Start(wire);
        azure.Fake.Fault(Fault.ProviderError(code));

        var failure = (await azure.AskAsync(streaming, "gpt-4o")).Failure;

        Assert.Equal((kind, status, "azure"), (failure.Kind, (int)failure.StatusCode!, failure.Provider));
        Assert.StartsWith("apim_fake", failure.RequestId, StringComparison.Ordinal);
        Assert.NotEmpty(failure.ProviderMessage!);
    }

    [Theory]
    [InlineData("v1", "content_filter")]
    [InlineData("deployments", "content_filter")]
    [InlineData("v1", "content_policy_violation")]
    public async Task FilteredPrompt_SaysWhichCategory(string wire, string code)
    {
        await using var azure = Start(wire);
        azure.Fake.Fault(Fault.ProviderError(code));

        var failure = (await azure.AskAsync(streaming: true, "gpt-4o")).Failure;

        Assert.Equal((ContentFiltered, code), (failure.Kind, failure.ProviderCode));
        var result = JsonElement.Parse(Assert.IsType<string>(failure.Data["content_filter_result"]));
        Assert.True(result.GetProperty("hate").GetProperty("filtered").GetBoolean());
        Assert.Equal("safe", result.GetProperty("violence").GetProperty("severity").GetString());
    }

    [Fact]
    public async Task OtherErrors_HaveNoFilterResult()
    {
        await using var azure = Start("v1");
        azure.Fake.Fault(Fault.ServerError());

        Assert.Empty((await azure.AskAsync(streaming: false, "gpt-4o")).Failure.Data);
    }

    /// <summary>As recorded: <c>retry-after: 2</c> beside <c>retry-after-ms: 0</c>, which counts as absent; without headers the message names the wait.</summary>
    [Fact]
    public async Task Wait_IsReadFromTheHeader_ElseFromTheMessage()
    {
        await using var azure = Start("v1");
        azure.Fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(2)), times: 1);
        azure.Fake.Fault(Fault.ProviderError("RateLimitReached"), times: 1);
        azure.Fake.Fault(Fault.ProviderError("statusCode"), times: 1);

        Assert.Equal(TimeSpan.FromSeconds(2), (await azure.AskAsync(streaming: false, "gpt-4o")).Failure.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(26), (await azure.AskAsync(streaming: false, "gpt-4o")).Failure.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(10), (await azure.AskAsync(streaming: false, "gpt-4o")).Failure.RetryAfter);
    }

    /// <summary>A channel whose version nobody knows serves nothing: another one is tried, nobody is blamed for the request.</summary>
    [Theory]
    [InlineData("2019-01-01", ModelNotFound)]
    public async Task UnknownVersion_IsModelNotFound(string version, OneApiErrorKind kind)
    {
        await using var azure = new OneChannel("azure", FakeAzure.Start(), channel => channel.ApiVersion = version);

        Assert.Equal(kind, (await azure.AskAsync(streaming: false, "gpt-4o")).Failure.Kind);
    }

    [Theory]
    [InlineData("v1", "DeploymentNotFound")]
    [InlineData("deployments", "DeploymentNotFound")]
    [InlineData("foundry", "unknown_model")]
    public async Task UnknownDeployment_IsModelNotFound(string wire, string code)
    {
        await using var azure = new OneChannel("azure", FakeAzure.Start(new() { Models = { "mine" } }), channel => channel.Protocol = wire);

        var failure = (await azure.AskAsync(streaming: false, "other")).Failure;

        Assert.Equal((ModelNotFound, code), (failure.Kind, failure.ProviderCode));
    }

    /// <summary>Claude's errors are Anthropic's, and Azure's gateway stands in front of them.</summary>
    [Fact]
    public async Task Claude_ErrorsAreAnthropics()
    {
        await using var azure = Start("anthropic");
        azure.Fake.Fault(Fault.Overloaded(), times: 1);
        azure.Fake.Fault(Fault.ContextLength(), times: 1);
        azure.Fake.Fault(Fault.ProviderError("DeploymentNotFound"), times: 1);

        Assert.Equal(ProviderUnavailable, (await azure.AskAsync(streaming: true, "claude-sonnet-4-5")).Failure.Kind);
        Assert.Equal(ContextLengthExceeded, (await azure.AskAsync(streaming: true, "claude-sonnet-4-5")).Failure.Kind);
        Assert.Equal(ModelNotFound, (await azure.AskAsync(streaming: true, "claude-sonnet-4-5")).Failure.Kind);
    }

    private static OneChannel Start(string wire) => new("azure", FakeAzure.Start(), channel => channel.Protocol = wire);
}
