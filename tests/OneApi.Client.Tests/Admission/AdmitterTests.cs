using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Admission;

public class AdmitterTests
{
    private const string Groups = """
        { "OneApi": {
            "Groups": { "service": { "Models": [ "qwen-*" ] }, "Dev": {} },
            "Channels": [ { "Name": "service-only", "Provider": "stub", "Groups": [ "service" ], "Priority": 1 }, { "Name": "everybody", "Provider": "stub" } ] } }
        """;

    private static Task<string> AskAsync(TestGateway gateway, string? group, string model = "qwen-max", string? token = null) =>
        gateway.AskAsync(options: new OneApiChatOptions { ModelId = model, Group = group, AccessToken = token }, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<(OneApiErrorKind Kind, string? Code)> RefusalAsync(TestGateway gateway, string? group, string model = "qwen-max", string? token = null)
    {
        var error = await Assert.ThrowsAsync<OneApiException>(() => AskAsync(gateway, group, model, token));
        Assert.Empty(error.Attempts);
        Assert.Null(error.Channel);
        Assert.DoesNotContain("qwen", error.Message + error.ProviderMessage, StringComparison.Ordinal);
        return (error.Kind, error.ProviderCode);
    }

    [Fact]
    public async Task AnUnknownGroup_IsForbidden()
    {
        await using var gateway = TestGateway.Of(Groups);

        Assert.Equal((OneApiErrorKind.CallerForbidden, "group_not_allowed"), await RefusalAsync(gateway, "nobody"));
        Assert.Equal((OneApiErrorKind.CallerForbidden, "group_not_allowed"), await RefusalAsync(gateway, ""));
    }

    [Fact]
    public async Task AModelThatTheGroupMayNotUse_IsForbidden_WhetherAnybodyServesItOrNot()
    {
        await using var gateway = TestGateway.Of(Groups);

        Assert.Equal((OneApiErrorKind.CallerForbidden, "model_not_allowed"), await RefusalAsync(gateway, "service", "gpt-4o"));
        Assert.Equal(0, gateway.Adapter["everybody"].Calls);
    }

    [Theory]
    [InlineData("service", "from service-only")]
    [InlineData("SERVICE", "from service-only")]
    [InlineData("dev", "from everybody")]
    [InlineData("default", "from everybody")]
    [InlineData(null, "from everybody")]
    public async Task AGroup_UsesItsChannels_AndThoseOfAll(string? group, string expected)
    {
        await using var gateway = TestGateway.Of(Groups);

        Assert.Equal(expected, await AskAsync(gateway, group));
    }

    [Fact]
    public async Task TheDefaultGroup_ExistsWithoutBeingWritten_AndCanBeWritten()
    {
        await using var written = TestGateway.Of("""{ "OneApi": { "Groups": { "Default": { "Models": [ "qwen-*" ] } }, "Channels": [ { "Name": "a", "Provider": "stub", "Groups": [ "default" ] } ] } }""");

        Assert.Equal("from a", await AskAsync(written, null));
        Assert.Equal((OneApiErrorKind.CallerForbidden, "model_not_allowed"), await RefusalAsync(written, null, "gpt-4o"));
    }

    [Fact]
    public async Task WithoutGroups_EveryChannelBelongsToDefault_AndToThoseItNames()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub", "Groups": [ "vip" ] } ] } }""");

        Assert.Equal("from a", await AskAsync(gateway, null));
        Assert.Equal("from a", await AskAsync(gateway, "vip"));
        Assert.Equal((OneApiErrorKind.CallerForbidden, "group_not_allowed"), await RefusalAsync(gateway, "other"));
    }

    [Fact]
    public async Task WithGroups_AChannelThatNamesSome_IsNotForDefault()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Groups": { "vip": {} }, "Channels": [ { "Name": "a", "Provider": "stub", "Groups": [ "vip" ] } ] } }""");

        Assert.Equal("from a", await AskAsync(gateway, "vip"));
        Assert.Equal(OneApiErrorKind.ModelNotFound, (await RefusalAsync(gateway, null)).Kind);
    }

    [Theory]
    [InlineData("sk-0123456789abcdef")]
    [InlineData("")]
    public async Task AnAccessToken_ThatNobodyCanCheck_IsUnauthorized(string token)
    {
        await using var gateway = TestGateway.Of(Groups);

        Assert.Equal((OneApiErrorKind.CallerUnauthorized, "invalid_api_key"), await RefusalAsync(gateway, null, token: token));
        Assert.Equal(0, gateway.Adapter["everybody"].Calls);
    }
}
