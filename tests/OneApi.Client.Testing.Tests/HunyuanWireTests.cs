using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Tencent;

namespace OneApi.Client.Testing.Tests;

public sealed class HunyuanWireTests
{
    private const string Hello = """{"Model":"hunyuan-turbos-latest","Messages":[{"Role":"user","Content":"hello"}]}""";
    private const string Json = "application/json; charset=utf-8";

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The vectors <c>tc3-hunyuan-chat</c> and <c>tc3-hunyuan-chat-utc-date-edge</c>: computed with another tool than ours.</summary>
    [Theory]
    [InlineData(1735689600, "2025-01-01", "bd6dad2634f1641b5bb473878f90c8d45063b51169c276a2f0627db30b6670d0", null)]
    [InlineData(1735689599, "2024-12-31", "4e4db000c0ebb34d3d66a6f02a77270a6ccf2ef74567279068a8c44238d7b5d6", null)]
    [InlineData(1735689599, "2025-01-01", "4e4db000c0ebb34d3d66a6f02a77270a6ccf2ef74567279068a8c44238d7b5d6", "AuthFailure.SignatureFailure")]
    [InlineData(1735689600, "2025-01-01", "ad6dad2634f1641b5bb473878f90c8d45063b51169c276a2f0627db30b6670d0", "AuthFailure.SignatureFailure")]
    public void Signature_OfAVector_IsVerified(long timestamp, string day, string signature, string? expected)
    {
        const string Body = """{"Model":"hunyuan-turbos-latest","Messages":[{"Role":"system","Content":"You are a helpful assistant."},{"Role":"user","Content":"你好"}],"Stream":false}""";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "hunyuan.tencentcloudapi.com",
            ["Content-Type"] = Json,
            ["X-TC-Action"] = "ChatCompletions",
            ["X-TC-Timestamp"] = FormattableString.Invariant($"{timestamp}"),
            ["Authorization"] = $"TC3-HMAC-SHA256 Credential=AKIDFAKE0000000000000000000000000001/{day}/hunyuan/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature={signature}",
        };
        var request = new FakeRequest("POST", "/", new Dictionary<string, string>(), headers, Encoding.UTF8.GetBytes(Body));

        Assert.Equal(expected, Tc3SignatureCheck.Find(request, "hunyuan", "AKIDFAKE0000000000000000000000000001", "fakeSecretKey000000000000000001", DateTimeOffset.FromUnixTimeSeconds(timestamp)));
    }

    [Fact]
    public async Task Chat_Whole_IsInsideResponse()
    {
        await using var fake = Start();

        var answer = await Http.SendAsync(Signed(fake, Hello));

        Assert.Equal(200, answer.Status);
        Assert.NotEmpty(answer.Headers["x-tc-requestid"]);
        var response = answer.Json.GetProperty("Response");
        Assert.NotEmpty(response.GetProperty("RequestId").GetString()!);
        var choice = Assert.Single(response.GetProperty("Choices").EnumerateArray());
        Assert.Equal(("stop", "You said: hello"), (choice.GetProperty("FinishReason").GetString(), choice.GetProperty("Message").GetProperty("Content").GetString()));
        Assert.Equal(6, response.GetProperty("Usage").GetProperty("TotalTokens").GetInt32());
    }

    [Fact]
    public async Task Chat_Streamed_HasNoWrapper_NoEndMark_AndUsageInEveryEvent()
    {
        await using var fake = Start();

        var answer = await Http.SendAsync(Signed(fake, Hello[..^1] + ""","Stream":true}"""));

        Assert.Equal("text/event-stream", answer.Headers["content-type"]);
        Assert.DoesNotContain("[DONE]", answer.Body, StringComparison.Ordinal);
        var events = answer.Events.ConvertAll(data => JsonElement.Parse(data));
        Assert.All(events, static one => Assert.True(one.GetProperty("Usage").GetProperty("TotalTokens").GetInt32() > 0));
        Assert.All(events[..^1], static one => Assert.Equal("", one.GetProperty("Choices")[0].GetProperty("FinishReason").GetString()));
        Assert.Equal("stop", events[^1].GetProperty("Choices")[0].GetProperty("FinishReason").GetString());
        Assert.Equal("You said: hello", string.Concat(events.Select(static one => one.GetProperty("Choices")[0].GetProperty("Delta").GetProperty("Content").GetString())));
    }

    /// <summary>The name first with empty arguments, then the whole arguments with an empty name.</summary>
    [Fact]
    public async Task Chat_ToolCallStreamed_ComesInTwoDeltas()
    {
        await using var fake = Start();

        var answer = await Http.SendAsync(Signed(fake, """{"Model":"m","Stream":true,"Messages":[{"Role":"user","Content":"call f"}],"Tools":[{"Type":"function","Function":{"Name":"f","Parameters":"{\"type\":\"object\",\"properties\":{}}"}}]}"""));

        var calls = answer.Events.SelectMany(static data => JsonElement.Parse(data).GetProperty("Choices")[0].GetProperty("Delta").TryGetProperty("ToolCalls", out var found) ? found.EnumerateArray().ToArray() : []).ToArray();
        Assert.Equal([("f", ""), ("", "{}")], calls.Select(static call => (call.GetProperty("Function").GetProperty("Name").GetString()!, call.GetProperty("Function").GetProperty("Arguments").GetString()!)));
        Assert.Single(calls.Select(static call => call.GetProperty("Id").GetString()).Distinct());
    }

    [Theory]
    [InlineData("sign another content type", "AuthFailure.SignatureFailure")]
    [InlineData("change the body", "AuthFailure.SignatureFailure")]
    [InlineData("change the action", "AuthFailure.SignatureFailure")]
    [InlineData("another secret", "AuthFailure.SignatureFailure")]
    [InlineData("another id", "AuthFailure.SecretIdNotFound")]
    [InlineData("six minutes old", "AuthFailure.SignatureExpire")]
    [InlineData("six minutes ahead", "AuthFailure.SignatureExpire")]
    [InlineData("without host", "AuthFailure.InvalidAuthorization")]
    [InlineData("another service", "AuthFailure.InvalidAuthorization")]
    [InlineData("bearer", "AuthFailure.InvalidAuthorization")]
    [InlineData("nothing", "AuthFailure.InvalidAuthorization")]
    public async Task AWrongSignature_IsRefused_UnderStatus200(string what, string code)
    {
        await using var fake = Start();
        using var request = what switch
        {
            "sign another content type" => Signed(fake, Hello, contentType: "application/json"),
            "another secret" => Signed(fake, Hello, secret: "other"),
            "another id" => Signed(fake, Hello, id: "AKIDother"),
            "six minutes old" => Signed(fake, Hello, at: Noon.AddMinutes(-6)),
            "six minutes ahead" => Signed(fake, Hello, at: Noon.AddMinutes(6)),
            "without host" => Signed(fake, Hello, signed: "content-type"),
            "another service" => Signed(fake, Hello, service: "cvm"),
            _ => Signed(fake, Hello),
        };

        switch (what)
        {
            case "sign another content type":
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(Json);
                break;
            case "change the body":
                request.Content = new StringContent(Hello + " ", Encoding.UTF8, "application/json");
                break;
            case "change the action":
                request.Headers.Remove("X-TC-Action");
                request.Headers.Add("X-TC-Action", "GetEmbedding");
                break;
            case "bearer":
                request.Headers.Authorization = new("Bearer", fake.ApiKey);
                break;
            case "nothing":
                request.Headers.Authorization = null;
                break;
        }

        var answer = await Http.SendAsync(request);

        Assert.Equal(200, answer.Status);
        Assert.Equal(code, CodeOf(answer));
        Assert.False(Assert.Single(fake.Requests).AuthenticationPassed);
    }

    [Theory]
    [InlineData("""{"Messages":[{"Role":"user","Content":"a"}]}""", "MissingParameter")]
    [InlineData("""{"Model":"m"}""", "MissingParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"}],"MaxTokens":5}""", "UnknownParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":""}]}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"assistant","Content":"a"}]}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"},{"Role":"assistant","Content":"b"}]}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"},{"Role":"user","Content":"b"}]}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"},{"Role":"assistant","Content":"b","ReasoningContent":"c"},{"Role":"user","Content":"d"}]}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"}],"Temperature":2.1}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"}],"Seed":0}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"}],"ToolChoice":"required"}""", "InvalidParameter")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"}],"Tools":[{"Type":"function","Function":{"Name":"f","Parameters":{"type":"object"}}}]}""", "InvalidParameter")]
    [InlineData("no json", "InvalidRequest")]
    public async Task ABrokenRequest_IsRefused(string body, string code)
    {
        await using var fake = Start();

        Assert.Equal(code, CodeOf(await Http.SendAsync(Signed(fake, body))));
    }

    [Fact]
    public async Task AnImageJob_Waits_Runs_AndEnds()
    {
        await using var fake = Start();
        fake.PollsUntilDone = 3;
        var submitted = await Http.SendAsync(Signed(fake, """{"Prompt":"a cat","Resolution":"768:1024","Num":2,"Seed":5}""", action: "SubmitHunyuanImageJob"));
        var id = submitted.Json.GetProperty("Response").GetProperty("JobId").GetString();

        var answers = new List<JsonElement>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await Http.SendAsync(Signed(fake, $$"""{"JobId":"{{id}}"}""", action: "QueryHunyuanImageJob"))).Json.GetProperty("Response"));
        }

        Assert.Equal(["1", "2", "5"], answers.Select(static one => one.GetProperty("JobStatusCode").GetString()));
        Assert.Equal(["Success", "Success"], answers[2].GetProperty("ResultDetails").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(2, answers[2].GetProperty("RevisedPrompt").GetArrayLength());
        using var plain = new HttpRequestMessage(HttpMethod.Get, answers[2].GetProperty("ResultImage")[1].GetString());
        var file = await Http.SendAsync(plain);
        Assert.Equal((200, "image/png"), (file.Status, file.Headers["content-type"]));
    }

    [Theory]
    [InlineData(FakeImageOutcome.Filtered, "FailedOperation.GenerateImageFailed")]
    [InlineData(FakeImageOutcome.Fails, "FailedOperation.EngineServerError")]
    public async Task AnImageJob_ThatFails_SaysSoUnderCode4(FakeImageOutcome outcome, string code)
    {
        await using var fake = Start();
        (fake.Outcome, fake.PollsUntilDone) = (outcome, 1);
        var submitted = await Http.SendAsync(Signed(fake, """{"Prompt":"a cat"}""", action: "SubmitHunyuanImageJob"));
        var id = submitted.Json.GetProperty("Response").GetProperty("JobId").GetString();

        var answer = (await Http.SendAsync(Signed(fake, $$"""{"JobId":"{{id}}"}""", action: "QueryHunyuanImageJob"))).Json.GetProperty("Response");

        Assert.Equal(("4", code), (answer.GetProperty("JobStatusCode").GetString(), answer.GetProperty("JobErrorCode").GetString()));
        Assert.False(answer.TryGetProperty("Error", out _));
    }

    /// <summary>One at a time, as the vendor has it by default.</summary>
    [Fact]
    public async Task ASecondImageJob_IsRefused_WhileOneRuns()
    {
        await using var fake = Start();
        fake.Outcome = FakeImageOutcome.NeverEnds;

        await Http.SendAsync(Signed(fake, """{"Prompt":"a cat"}""", action: "SubmitHunyuanImageJob"));

        Assert.Equal("RequestLimitExceeded", CodeOf(await Http.SendAsync(Signed(fake, """{"Prompt":"a cat"}""", action: "SubmitHunyuanImageJob"))));
    }

    [Theory]
    [InlineData("url", false)]
    [InlineData("base64", true)]
    public async Task TextToImageLite_AnswersAtOnce(string type, bool isData)
    {
        await using var fake = Start();

        var response = (await Http.SendAsync(Signed(fake, $$"""{"Prompt":"a cat","RspImgType":"{{type}}","Resolution":"32:16"}""", action: "TextToImageLite"))).Json.GetProperty("Response");

        var image = response.GetProperty("ResultImage").GetString()!;
        Assert.Equal(!isData, image.StartsWith(fake.Url, StringComparison.Ordinal));
        Assert.True(!isData || SamplePng.SizeOf(Convert.FromBase64String(image)) == (32, 16));
        Assert.True(response.TryGetProperty("Seed", out _));
    }

    [Theory]
    [InlineData("TextToImageLite", """{"Resolution":"768:768"}""", "MissingParameter")]
    [InlineData("TextToImageLite", """{"Prompt":"a","Num":2}""", "UnknownParameter")]
    [InlineData("TextToImageLite", """{"Prompt":"a","RspImgType":"b64_json"}""", "InvalidParameterValue")]
    [InlineData("TextToImageLite", """{"Prompt":"a","Resolution":"768x768"}""", "InvalidParameterValue")]
    [InlineData("SubmitHunyuanImageJob", """{"Prompt":"a","Num":5}""", "InvalidParameterValue")]
    [InlineData("SubmitHunyuanImageJob", """{"Prompt":"a","RspImgType":"url"}""", "UnknownParameter")]
    [InlineData("QueryHunyuanImageJob", """{}""", "MissingParameter")]
    [InlineData("QueryHunyuanImageJob", """{"JobId":"nobody's"}""", "FailedOperation.JobNotExist")]
    [InlineData("SubmitHunyuanImageJob", "no json", "InvalidRequest")]
    public async Task ABrokenImageRequest_IsRefused(string action, string body, string code)
    {
        await using var fake = Start();

        Assert.Equal(code, CodeOf(await Http.SendAsync(Signed(fake, body, action: action))));
    }

    [Theory]
    [InlineData("TextToImageLite", 257)]
    [InlineData("SubmitHunyuanImageJob", 1025)]
    public async Task APromptThatIsTooLong_IsRefused(string action, int length)
    {
        await using var fake = Start();

        Assert.Equal("InvalidParameterValue", CodeOf(await Http.SendAsync(Signed(fake, $$"""{"Prompt":"{{new string('猫', length)}}"}""", action: action))));
        Assert.False((await Http.SendAsync(Signed(fake, $$"""{"Prompt":"{{new string('猫', length - 1)}}"}""", action: action))).Json.GetProperty("Response").TryGetProperty("Error", out _));
    }

    /// <summary>An image action is signed like any other.</summary>
    [Theory]
    [InlineData("TextToImageLite")]
    [InlineData("SubmitHunyuanImageJob")]
    [InlineData("QueryHunyuanImageJob")]
    public async Task AnImageAction_WantsItsSignature(string action)
    {
        await using var fake = Start();

        Assert.Equal("AuthFailure.SignatureFailure", CodeOf(await Http.SendAsync(Signed(fake, """{"Prompt":"a"}""", action: action, secret: "other"))));
    }

    [Theory]
    [InlineData("Other", "2023-09-01", "InvalidAction")]
    [InlineData("ChatCompletions", "2020-01-01", "NoSuchVersion")]
    public async Task AnUnknownAction_OrVersion_IsRefused(string action, string version, string code)
    {
        await using var fake = Start();

        Assert.Equal(code, CodeOf(await Http.SendAsync(Signed(fake, Hello, action: action, version: version))));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json;charset=utf-8", 200)]
    [InlineData("application/json", 400)]
    public async Task Compatible_WantsTheCharset(string contentType, int status)
    {
        await using var fake = Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.CompatibleUrl + "/chat/completions") { Content = new ByteArrayContent("""{"model":"m","messages":[{"role":"user","content":"hello"}]}"""u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Authorization = new("Bearer", fake.ApiKey);

        Assert.Equal(status, (await Http.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Compatible_Streamed_HasRoleAndEmptyReasoningInEveryChunk()
    {
        await using var fake = Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.CompatibleUrl + "/chat/completions") { Content = new StringContent("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", fake.ApiKey);

        var answer = await Http.SendAsync(request);

        Assert.EndsWith("data: [DONE]\n\n", answer.Body, StringComparison.Ordinal);
        Assert.All(answer.Events[..^1], static data =>
        {
            var delta = JsonElement.Parse(data).GetProperty("choices")[0].GetProperty("delta");
            Assert.Equal(("assistant", ""), (delta.GetProperty("role").GetString(), delta.GetProperty("reasoning_content").GetString()));
            Assert.Contains("\"note\":\"以上内容为AI生成", data, StringComparison.Ordinal);
        });
    }

    private static FakeHunyuan Start() => FakeHunyuan.Start(new() { TimeProvider = new FakeTimeProvider(Noon) });

    private static string? CodeOf(Http.Answer answer) => answer.Json.GetProperty("Response").GetProperty("Error").GetProperty("Code").GetString();

    /// <summary>Signs as the page describes, step by step.</summary>
    private static HttpRequestMessage Signed(
        FakeHunyuan fake,
        string body,
        DateTimeOffset? at = null,
        string? id = null,
        string? secret = null,
        string signed = "content-type;host",
        string service = "hunyuan",
        string contentType = Json,
        string action = "ChatCompletions",
        string version = "2023-09-01")
    {
        var host = new Uri(fake.Url).Authority;
        var instant = at ?? Noon;
        var day = instant.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var values = new Dictionary<string, string> { ["content-type"] = contentType, ["host"] = host, ["x-tc-action"] = action.ToLowerInvariant() };
        signed = signed == "content-type" ? signed : signed + ";x-tc-action";
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{values[name]}\n"));
        var canonical = $"POST\n/\n\n{headers}\n{signed}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}";
        var toSign = $"TC3-HMAC-SHA256\n{instant.ToUnixTimeSeconds()}\n{day}/{service}/tc3_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Mac(Mac(Mac(Encoding.UTF8.GetBytes("TC3" + (secret ?? fake.SecretKey)), day), service), "tc3_request");

        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("Authorization", $"TC3-HMAC-SHA256 Credential={id ?? fake.ApiKey}/{day}/{service}/tc3_request, SignedHeaders={signed}, Signature={Hex(Mac(key, toSign))}");
        request.Headers.Add("X-TC-Action", action);
        request.Headers.Add("X-TC-Version", version);
        request.Headers.Add("X-TC-Timestamp", FormattableString.Invariant($"{instant.ToUnixTimeSeconds()}"));
        return request;
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
