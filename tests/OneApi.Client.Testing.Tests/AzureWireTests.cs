using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

/// <summary>The fake of Azure against a bare client; shapes and words from protocols/azure.md and its recordings.</summary>
public sealed class AzureWireTests
{
    private const string Hello = """{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}]}""";
    private const string Streamed = """{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}],"stream":true,"stream_options":{"include_usage":true}}""";
    private const string Classic = "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21";

    [Theory]
    [InlineData("/openai/v1/chat/completions")]
    [InlineData("/openai/v1/chat/completions?api-version=preview")]
    [InlineData(Classic)]
    [InlineData("/openai/deployments/gpt-4o/chat/completions?api-version=2024-02-01")]
    [InlineData("/models/chat/completions?api-version=2024-05-01-preview")]
    public async Task Chat_Whole_HasAzuresShape_OnEveryForm(string path)
    {
        await using var fake = FakeAzure.Start();

        var answer = await Http.SendAsync(Post(fake, path, Hello));

        Assert.Equal(200, answer.Status);
        Assert.NotEmpty(answer.Headers["apim-request-id"]);
        var json = answer.Json;
        Assert.Equal(["choices", "created", "id", "model", "object", "prompt_filter_results", "service_tier", "system_fingerprint", "usage"], json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("You said: hello", json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("safe", json.GetProperty("choices")[0].GetProperty("content_filter_results").GetProperty("hate").GetProperty("severity").GetString());
        Assert.Equal("gpt-4o", fake.Requests[0].Model);
    }

    /// <summary>The first event is the page's, byte for byte.</summary>
    [Fact]
    public async Task Chat_Streamed_BeginsWithTheFiltersWordOnThePrompt()
    {
        await using var fake = FakeAzure.Start();

        var answer = await Http.SendAsync(Post(fake, Classic, Streamed));

        Assert.StartsWith(
            """data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"detected":false,"filtered":false},"self_harm":{"filtered":false,"severity":"safe"},"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}}}]}""" + "\n\n",
            answer.Body,
            StringComparison.Ordinal);
        Assert.EndsWith("\n\ndata: [DONE]\n\n", answer.Body, StringComparison.Ordinal);
        Assert.Equal("You said: hello", string.Concat(Sse.Texts("openai", answer.Body)));
        var chunks = answer.Events[1..^1].ConvertAll(static data => JsonElement.Parse(data));
        Assert.Equal("{}", chunks[0].GetProperty("choices")[0].GetProperty("content_filter_results").GetRawText());
        Assert.Equal("safe", chunks[1].GetProperty("choices")[0].GetProperty("content_filter_results").GetProperty("violence").GetProperty("severity").GetString());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.True(chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FilteredCompletion_NamesTheCategory(bool streaming)
    {
        await using var fake = FakeAzure.Start();
        fake.Reply(new FakeReply { Text = "begun", FinishReason = "content_filter" });

        var answer = await Http.SendAsync(Post(fake, Classic, streaming ? Streamed : Hello));

        Assert.Contains("\"finish_reason\":\"content_filter\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("""{"filtered":true,"severity":"high"}""", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>The body is the page's.</summary>
    [Theory]
    [InlineData("/openai/v1/chat/completions", Hello)]
    [InlineData(Classic, Streamed)]
    public async Task FilteredPrompt_IsA400_WithTheResultsInside(string path, string body)
    {
        await using var fake = FakeAzure.Start();
        fake.Fault(Fault.ContentFiltered());

        var answer = await Http.SendAsync(Post(fake, path, body));

        Assert.Equal((400, "application/json"), (answer.Status, answer.Headers["content-type"]));
        var error = answer.Json.GetProperty("error");
        Assert.Equal(("content_filter", 400), (error.GetProperty("code").GetString(), error.GetProperty("status").GetInt32()));
        Assert.Equal("ResponsibleAIPolicyViolation", error.GetProperty("innererror").GetProperty("code").GetString());
        Assert.True(error.GetProperty("innererror").GetProperty("content_filter_result").GetProperty("hate").GetProperty("filtered").GetBoolean());
    }

    [Theory]
    [InlineData("/openai/deployments/gpt-4o/chat/completions", 404, "404")]
    [InlineData("/openai/deployments/gpt-4o/chat/completions?api-version=2019-01-01", 400, "BadRequest")]
    [InlineData("/openai/v1/chat/completions?api-version=2024-10-21", 400, "BadRequest")]
    [InlineData("/models/chat/completions", 404, "404")]
    [InlineData("/models/chat/completions?api-version=none", 400, "BadRequest")]
    [InlineData("/chat/completions", 404, "404")]
    public async Task Version_IsDemandedAndKnown(string path, int status, string code)
    {
        await using var fake = FakeAzure.Start();

        var answer = await Http.SendAsync(Post(fake, path, Hello));

        Assert.Equal((status, code), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions", "api-key", true, false, 200)]
    [InlineData("/openai/v1/chat/completions", "bearer", true, false, 200)]
    [InlineData("/openai/v1/chat/completions", "bearer", false, true, 200)]
    [InlineData("/openai/v1/chat/completions", "x-api-key", true, false, 401)]
    [InlineData(Classic, "api-key", true, false, 200)]
    [InlineData(Classic, "bearer", true, false, 401)]
    [InlineData(Classic, "bearer", false, true, 200)]
    [InlineData(Classic, "api-key", false, true, 401)]
    [InlineData(Classic, "none", false, false, 401)]
    public async Task Keys_HaveTheirPlaces(string path, string place, bool isKey, bool isToken, int status)
    {
        await using var fake = FakeAzure.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(Hello, Encoding.UTF8, "application/json") };
        var secret = isKey ? fake.ApiKey : isToken ? fake.SecretKey : "";
        if (place == "bearer")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }
        else if (place != "none")
        {
            request.Headers.Add(place, secret);
        }

        var answer = await Http.SendAsync(request);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200, fake.Requests[0].AuthenticationPassed);
        if (status == 401)
        {
            // As recorded.
            Assert.Equal("""{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource."}}""", answer.Body);
        }
    }

    [Fact]
    public async Task Deployments_ThatAreNotListed_DoNotExist()
    {
        await using var fake = FakeAzure.Start(new() { Models = { "mine" } });

        var answer = await Http.SendAsync(Post(fake, Classic, Hello));

        Assert.Equal((404, "DeploymentNotFound"), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("2024-02-01", Streamed, 400)]
    [InlineData("2024-09-01-preview", Streamed, 200)]
    public async Task OldVersions_RefuseLaterMembers(string version, string body, int status)
    {
        await using var fake = FakeAzure.Start();

        Assert.Equal(status, (await Http.SendAsync(Post(fake, "/openai/deployments/gpt-4o/chat/completions?api-version=" + version, body))).Status);
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("error", 400)]
    [InlineData("pass-through", 200)]
    [InlineData("drop", 200)]
    public async Task Foundry_RefusesWhatItDoesNotKnow_UnlessToldOtherwise(string? header, int status)
    {
        await using var fake = FakeAzure.Start();
        using var request = Post(fake, "/models/chat/completions?api-version=2024-05-01-preview", Hello[..^1] + ""","top_k":3}""");
        if (header is not null)
        {
            request.Headers.Add("extra-parameters", header);
        }

        Assert.Equal(status, (await Http.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Claude_AnswersUnderAnthropic()
    {
        await using var fake = FakeAzure.Start();
        using var request = Post(fake, "/anthropic/v1/messages", """{"model":"claude-sonnet-4-5","max_tokens":10,"messages":[{"role":"user","content":"hello"}]}""");
        request.Headers.Add("anthropic-version", "2023-06-01");

        var answer = await Http.SendAsync(request);

        Assert.Equal("You said: hello", answer.Json.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task UnknownCodes_AreRefusedWhenQueued()
    {
        await using var fake = FakeAzure.Start();

        Assert.Throws<ArgumentException>(() => fake.Fault(Fault.ProviderError("Throttling")));
    }

    private static HttpRequestMessage Post(FakeAzure fake, string path, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("api-key", fake.ApiKey);
        return request;
    }
}
