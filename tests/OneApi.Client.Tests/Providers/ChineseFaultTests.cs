using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Providers;

/// <summary>Every error that a vendor's page lists, from its fake through the whole gateway, whole and streamed (zhipu.md §7, §10, moonshot.md §7, deepseek.md §7, minimax.md §9, other-openai-compatible-cn.md).</summary>
public sealed class ChineseFaultTests
{
    private static readonly TheoryData<string, string, OneApiErrorKind> Listed = new()
    {
        { "zhipu", "500", ProviderUnavailable },
        { "zhipu", "1000", OneApiErrorKind.Authentication },
        { "zhipu", "1001", OneApiErrorKind.Authentication },
        { "zhipu", "1002", OneApiErrorKind.Authentication },
        { "zhipu", "1003", OneApiErrorKind.Authentication },
        { "zhipu", "1004", OneApiErrorKind.Authentication },
        { "zhipu", "1100", ProviderUnavailable },
        { "zhipu", "1110", PermissionDenied },
        { "zhipu", "1111", PermissionDenied },
        { "zhipu", "1112", PermissionDenied },
        { "zhipu", "1113", QuotaExhausted },
        { "zhipu", "1120", ProviderUnavailable },
        { "zhipu", "1121", PermissionDenied },
        { "zhipu", "1200", ProviderUnavailable },
        { "zhipu", "1210", InvalidRequest },
        { "zhipu", "1211", ModelNotFound },
        { "zhipu", "1212", InvalidRequest },
        { "zhipu", "1213", InvalidRequest },
        { "zhipu", "1214", InvalidRequest },
        { "zhipu", "1215", InvalidRequest },
        { "zhipu", "1220", PermissionDenied },
        { "zhipu", "1221", ModelNotFound },
        { "zhipu", "1222", ModelNotFound },
        { "zhipu", "1230", ProviderUnavailable },
        { "zhipu", "1231", InvalidRequest },
        { "zhipu", "1234", ProviderUnavailable },
        { "zhipu", "1261", ContextLengthExceeded },
        { "zhipu", "1300", PermissionDenied },
        { "zhipu", "1301", ContentFiltered },
        { "zhipu", "1302", RateLimited },
        { "zhipu", "1303", RateLimited },
        { "zhipu", "1304", RateLimited },
        { "zhipu", "1305", RateLimited },
        { "zhipu", "1308", QuotaExhausted },
        { "zhipu", "1309", QuotaExhausted },
        { "zhipu", "1310", QuotaExhausted },
        { "zhipu", "1311", PermissionDenied },
        { "zhipu", "1312", ProviderUnavailable },
        { "zhipu", "1313", RateLimited },
        { "chatglm", "400", InvalidRequest },
        { "chatglm", "404", ModelNotFound },
        { "chatglm", "405", ModelNotFound },
        { "chatglm", "422", InvalidRequest },
        { "chatglm", "500", ProviderUnavailable },
        { "chatglm", "502", ProviderUnavailable },
        { "chatglm", "503", ProviderUnavailable },
        { "chatglm", "504", OneApiErrorKind.Timeout },
        { "moonshot", "content_filter", ContentFiltered },
        { "moonshot", "invalid_request_error", InvalidRequest },
        { "moonshot", "invalid_authentication_error", OneApiErrorKind.Authentication },
        { "moonshot", "incorrect_api_key_error", OneApiErrorKind.Authentication },
        { "moonshot", "exceeded_current_quota_error", QuotaExhausted },
        { "moonshot", "permission_denied_error", PermissionDenied },
        { "moonshot", "resource_not_found_error", ModelNotFound },
        { "moonshot", "engine_overloaded_error", ProviderUnavailable },
        { "moonshot", "rate_limit_reached_error", RateLimited },
        { "moonshot", "client_closed_request", OneApiErrorKind.Timeout },
        { "moonshot", "server_error", ProviderUnavailable },
        { "moonshot", "unexpected_output", ProviderUnavailable },
        { "moonshot", "server_unavailable", ProviderUnavailable },
        { "deepseek", "400", InvalidRequest },
        { "deepseek", "401", OneApiErrorKind.Authentication },
        { "deepseek", "402", QuotaExhausted },
        { "deepseek", "403", PermissionDenied },
        { "deepseek", "404", ModelNotFound },
        { "deepseek", "422", InvalidRequest },
        { "deepseek", "429", RateLimited },
        { "deepseek", "500", ProviderUnavailable },
        { "deepseek", "503", ProviderUnavailable },
        { "deepseek", "Content Exists Risk", ContentFiltered },
        { "deepseek", "Model Not Exist", ModelNotFound },
        { "minimax", "1000", ProviderUnavailable },
        { "minimax", "1001", OneApiErrorKind.Timeout },
        { "minimax", "1002", RateLimited },
        { "minimax", "1004", OneApiErrorKind.Authentication },
        { "minimax", "1008", QuotaExhausted },
        { "minimax", "1013", ProviderUnavailable },
        { "minimax", "1024", ProviderUnavailable },
        { "minimax", "1026", ContentFiltered },
        { "minimax", "1027", ContentFiltered },
        { "minimax", "1033", ProviderUnavailable },
        { "minimax", "1039", RateLimited },
        { "minimax", "1041", RateLimited },
        { "minimax", "1042", InvalidRequest },
        { "minimax", "1043", InvalidRequest },
        { "minimax", "1044", InvalidRequest },
        { "minimax", "2013", InvalidRequest },
        { "minimax", "2037", InvalidRequest },
        { "minimax", "2039", InvalidRequest },
        { "minimax", "2042", InvalidRequest },
        { "minimax", "2045", RateLimited },
        { "minimax", "2048", InvalidRequest },
        { "minimax", "2049", OneApiErrorKind.Authentication },
        { "minimax", "2056", QuotaExhausted },
        { "minimax", "2061", PermissionDenied },
        { "minimax", "20132", InvalidRequest },
        { "baichuan", "400", InvalidRequest },
        { "baichuan", "401", OneApiErrorKind.Authentication },
        { "baichuan", "429", RateLimited },
        { "baichuan", "balance", QuotaExhausted },
        { "baichuan", "500", ProviderUnavailable },
        { "stepfun", "400", InvalidRequest },
        { "stepfun", "401", OneApiErrorKind.Authentication },
        { "stepfun", "402", QuotaExhausted },
        { "stepfun", "404", ModelNotFound },
        { "stepfun", "429", RateLimited },
        { "stepfun", "451", ContentFiltered },
        { "stepfun", "500", ProviderUnavailable },
        { "stepfun", "503", ProviderUnavailable },
        { "lingyi", "400", InvalidRequest },
        { "lingyi", "401", OneApiErrorKind.Authentication },
        { "lingyi", "404", ModelNotFound },
        { "lingyi", "429", RateLimited },
        { "lingyi", "500", ProviderUnavailable },
        { "lingyi", "529", ProviderUnavailable },
        { "siliconflow", "20012", ModelNotFound },
        { "siliconflow", "20015", InvalidRequest },
        { "siliconflow", "30001", QuotaExhausted },
        { "siliconflow", "50505", ProviderUnavailable },
        { "siliconflow", "RPM", RateLimited },
        { "siliconflow", "TPM", RateLimited },
        { "siliconflow", "IPM", RateLimited },
        { "siliconflow", "RPD", RateLimited },
        { "siliconflow", "TPD", RateLimited },
        { "siliconflow", "IPD", RateLimited },
    };

    public static TheoryData<string, string, bool, OneApiErrorKind> Codes => new(
        from row in Listed
        from streaming in (bool[])[false, true]
        select (row.Data.Item1, row.Data.Item2, streaming, row.Data.Item3));

    public static TheoryData<string, bool, OneApiErrorKind> NativeCodes => new(
        from row in Listed
        where row.Data.Item1 == "minimax"
        from streaming in (bool[])[false, true]
        select (row.Data.Item2, streaming, row.Data.Item3));

    [Theory]
    [MemberData(nameof(Codes))]
    public Task EveryCodeOfThePage_IsItsKind(string provider, string code, bool streaming, OneApiErrorKind expected) => ExpectAsync(provider, null, code, streaming, expected);

    /// <summary>MiniMax's own name for the wire has the same codes under status 200.</summary>
    [Theory]
    [MemberData(nameof(NativeCodes))]
    public Task EveryCodeOfMiniMax_UnderSuccess_IsItsKind(string code, bool streaming, OneApiErrorKind expected) => ExpectAsync("minimax", "native", code, streaming, expected);

    private static async Task ExpectAsync(string provider, string? protocol, string code, bool streaming, OneApiErrorKind expected)
    {
        await using var fake = Start(provider);
        var services = new ServiceCollection();
        services.AddOneApi(options =>
        {
            options.Failover.SameChannelRetries = 0;
            options.Channels.Add(new() { Name = "one", Provider = provider, Protocol = protocol, ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "*" } });
        });
        await using var container = services.BuildServiceProvider();
        var client = container.GetRequiredService<IChatClient>();
        fake.Fault(Fault.ProviderError(code));
        var bound = TestContext.Current.CancellationToken;

        var failure = await Assert.ThrowsAsync<OneApiException>(() => streaming
            ? client.GetStreamingResponseAsync("hi", new() { ModelId = "m" }, bound).ToChatResponseAsync(bound)
            : client.GetResponseAsync("hi", new() { ModelId = "m" }, bound));

        Assert.Equal(expected, failure.Kind);
        Assert.Equal(provider, failure.Provider);
    }

    private static FakeProvider Start(string provider) => provider switch
    {
        "zhipu" => FakeZhipu.Start(),
        "chatglm" => FakeChatGlm.Start(),
        "moonshot" => FakeMoonshot.Start(),
        "deepseek" => FakeDeepSeek.Start(),
        "minimax" => FakeMiniMax.Start(),
        "baichuan" => FakeBaichuan.Start(),
        "stepfun" => FakeStepFun.Start(),
        "lingyi" => FakeLingyi.Start(),
        _ => FakeSiliconFlow.Start(),
    };
}
