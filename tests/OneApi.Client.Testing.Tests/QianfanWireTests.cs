using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

/// <summary>protocols/wenxin.md §2.4, §6, §9.2.</summary>
public sealed class QianfanWireTests
{
    private const string Hello = """{"model":"ernie-4.0-turbo-8k","messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task Chat_Whole_HasAFlag()
    {
        await using var fake = FakeQianfan.Start(new() { TimeProvider = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1782475415)) });

        var answer = await AskAsync(fake, Hello);

        Assert.Equal("""{"id":"as-fake000000000001","object":"chat.completion","created":1782475415,"model":"ernie-4.0-turbo-8k","choices":[{"index":0,"message":{"role":"assistant","content":"You said: hello"},"finish_reason":"stop","flag":0}],"usage":""", answer.Body[..answer.Body.IndexOf("{\"prompt_tokens\"", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Chat_Streamed_ByteForByte()
    {
        await using var fake = FakeQianfan.Start(new() { TimeProvider = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1782475415)) });
        fake.Reply(new FakeReply { Reasoning = "好的", Text = "你好", Usage = new() { InputTokens = 13, OutputTokens = 12 } });

        var answer = await AskAsync(fake, """{"model":"qwen3-32b","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""");

        Assert.Equal(
            """data: {"id":"as-fake000000000001","object":"chat.completion.chunk","created":1782475415,"model":"qwen3-32b","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"好的"},"flag":0}]}""" + "\n\n" +
            """data: {"id":"as-fake000000000001","object":"chat.completion.chunk","created":1782475415,"model":"qwen3-32b","choices":[{"index":0,"delta":{"content":"你好"},"flag":0}]}""" + "\n\n" +
            """data: {"id":"as-fake000000000001","object":"chat.completion.chunk","created":1782475415,"model":"qwen3-32b","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","flag":0}],"usage":{"prompt_tokens":13,"completion_tokens":12,"total_tokens":25}}""" + "\n\n" +
            "data: [DONE]\n\n",
            answer.Body);
    }

    [Theory]
    [InlineData("malformed_json", 400), InlineData("invalid_messages", 400), InlineData("invalid_argument", 400), InlineData("invalid_plugin_argument", 400), InlineData("invalid_image_url", 400)]
    [InlineData("characters_too_long", 400), InlineData("tokens_too_long", 400), InlineData("image_url_unsafe", 400), InlineData("invalid_iam_token", 401), InlineData("invalid_model", 401)]
    [InlineData("no_parameter_permission", 401), InlineData("invalid_appid", 401), InlineData("system_unsafe", 403), InlineData("user_setting_unsafe", 403), InlineData("functions_unsafe", 403)]
    [InlineData("account_overdue", 403), InlineData("model_offline", 403), InlineData("method_not_supported", 405), InlineData("rpm_rate_limit_exceeded", 429), InlineData("tpm_rate_limit_exceeded", 429)]
    [InlineData("input_tpm_rate_limit_exceeded", 429), InlineData("output_tpm_rate_limit_exceeded", 429), InlineData("preemptible_rpm_rate_limit_exceeded", 429), InlineData("preemptible_tpm_rate_limit_exceeded", 429)]
    [InlineData("user_rate_limit_exceeded", 429), InlineData("cluster_rate_limit_exceeded", 429), InlineData("cluster_rpm_rate_limit_exceeded", 429), InlineData("cluster_tpm_rate_limit_exceeded", 429)]
    [InlineData("Offline_batch_reasoning_refused", 429), InlineData("internal_error", 500), InlineData("dispatch_internal_error", 500), InlineData("image_generation_interal_error", 500)]
    public async Task EveryCodeOfTheTable_HasItsStatus(string code, int status)
    {
        await using var fake = FakeQianfan.Start();
        fake.Fault(Fault.ProviderError(code));

        var answer = await AskAsync(fake, Hello);

        Assert.Equal((status, code), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal("as-fakeerror", answer.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task RateLimited_StatesTheWait()
    {
        await using var fake = FakeQianfan.Start();
        fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(1.5)));

        Assert.Equal("2", (await AskAsync(fake, Hello)).Headers["Retry-After"]);
    }

    [Fact]
    public async Task AWrongKey_OrATokenThatWasNotIssued_IsRefused()
    {
        await using var fake = FakeQianfan.Start();

        foreach (var sent in (string?[])["Bearer x", "Bearer bce-v3/ALTAK-fakeissued/1", "Basic x", null])
        {
            var answer = await AskAsync(fake, Hello, sent);

            Assert.Equal((401, "invalid_iam_token"), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task AnExchange_ThatIsNotSigned_IsRefused()
    {
        await using var fake = FakeQianfan.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, fake.Url + "/v1/BCE-BEARER/token?expireInSeconds=43200");
        request.Headers.TryAddWithoutValidation("Authorization", string.Create(CultureInfo.InvariantCulture, $"bce-auth-v1/{fake.ApiKey}/2025-01-01T00:00:00Z/300/host/00"));

        var answer = await Http.SendAsync(request);

        Assert.Equal((403, "SignatureDoesNotMatch", 0), (answer.Status, answer.Json.GetProperty("code").GetString(), fake.TokenExchanges));
    }

    private static Task<Http.Answer> AskAsync(FakeQianfan fake, string body) => AskAsync(fake, body, "Bearer " + fake.ApiKey);

    private static async Task<Http.Answer> AskAsync(FakeQianfan fake, string body, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + "/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        return await Http.SendAsync(request);
    }
}
