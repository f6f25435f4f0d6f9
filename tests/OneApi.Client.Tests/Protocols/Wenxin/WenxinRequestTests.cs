using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Wenxin;
using Xunit;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §1, §3.</summary>
public sealed class WenxinRequestTests
{
    private const string Workshop = "https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/";

    /// <summary>The table of §1, and names that are not in it.</summary>
    [Theory]
    [InlineData("ERNIE-4.0-8K", "completions_pro")]
    [InlineData("ERNIE-Bot-4", "completions_pro")]
    [InlineData("ernie-4.0-8k", "completions_pro")]
    [InlineData("ERNIE-4.0-8K-Latest", "ernie-4.0-8k-latest")]
    [InlineData("ERNIE-4.0-8K-Preview", "ernie-4.0-8k-preview")]
    [InlineData("ERNIE-4.0-8K-0613", "ernie-4.0-8k-0613")]
    [InlineData("ERNIE-4.0-8K-0329", "ernie-4.0-8k-0329")]
    [InlineData("ERNIE-4.0-8K-0104", "ernie-4.0-8k-0104")]
    [InlineData("ERNIE-4.0-Turbo-8K", "ernie-4.0-turbo-8k")]
    [InlineData("ERNIE-3.5-8K", "completions")]
    [InlineData("ERNIE-Bot", "completions")]
    [InlineData("ERNIE-3.5-8K-0205", "ernie-3.5-8k-0205")]
    [InlineData("ERNIE-3.5-8K-0701", "ernie-3.5-8k-0701")]
    [InlineData("ERNIE-3.5-8K-0613", "ernie-3.5-8k-0613")]
    [InlineData("ERNIE-3.5-8K-1222", "ernie-3.5-8k-1222")]
    [InlineData("ERNIE-3.5-4K-0205", "ernie-3.5-4k-0205")]
    [InlineData("ERNIE-3.5-8K-0329", "ernie-3.5-8k-0329")]
    [InlineData("ERNIE-3.5-128K", "ernie-3.5-128k")]
    [InlineData("ERNIE-Bot-8k", "ernie_bot_8k")]
    [InlineData("ERNIE-Lite-8K", "ernie-lite-8k")]
    [InlineData("ERNIE-Lite-8K-0308", "ernie-lite-8k")]
    [InlineData("ERNIE-Lite-8K-0922", "eb-instant")]
    [InlineData("ERNIE-Bot-turbo", "eb-instant")]
    [InlineData("ERNIE-Speed-8K", "ernie_speed")]
    [InlineData("ERNIE-Speed-128K", "ernie-speed-128k")]
    [InlineData("ERNIE-Speed-Pro-8K", "ernie-speed-pro-8k")]
    [InlineData("ERNIE-Lite-Pro-8K", "ernie-lite-pro-8k")]
    [InlineData("ERNIE-Novel-8K", "ernie-novel-8k")]
    [InlineData("ERNIE-Speed-Pro-128K", "ernie-speed-pro-128k")]
    [InlineData("ERNIE-Tiny-8K", "ernie-tiny-8k")]
    [InlineData("ERNIE-Function-8K", "ernie-func-8k")]
    [InlineData("ERNIE-Character-8K", "ernie-char-8k")]
    [InlineData("My-Own_Service", "my-own_service")]
    [InlineData("a/b?c", "a%2Fb%3Fc")]
    public void Url_NamesTheModelsEndpoint(string model, string endpoint)
    {
        Assert.Equal(Workshop + "chat/" + endpoint, Protocol.GetChatUrl(Endpoint, model, streaming: false));
        Assert.Equal(Workshop + "chat/" + endpoint, Protocol.GetChatUrl(Request(model: model, streaming: true)));
    }

    [Fact]
    public void Url_OfADeployment_IsTheDeployments()
    {
        var own = new ProviderEndpoint { Provider = "wenxin", BaseUrl = "http://h", Errors = Endpoint.Errors, Deployment = "xkq_MINE" };

        Assert.Equal("http://h/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/xkq_MINE", Protocol.GetChatUrl(own, "ERNIE-4.0-8K", streaming: true));
    }

    [Theory]
    [InlineData("embedding-v1", "embedding-v1")]
    [InlineData("Embedding-V1", "embedding-v1")]
    [InlineData("bge-large-zh", "bge_large_zh")]
    [InlineData("bge_large_en", "bge_large_en")]
    [InlineData("tao-8k", "tao_8k")]
    public void Url_OfAnEmbedding(string model, string endpoint) =>
        Assert.Equal(Workshop + "embeddings/" + endpoint, new WenxinEmbeddingProtocol().GetUrl(Endpoint, model));

    [Fact]
    public void Write_ThePagesSample()
    {
        var options = new ChatOptions
        {
            Instructions = "You are helpful.",
            Temperature = 0.8f,
            TopP = 0.8f,
            StopSequences = ["\n\n"],
            MaxOutputTokens = 1024,
            AdditionalProperties = new() { ["penalty_score"] = 1.0, ["user"] = "u1", ["disable_search"] = true },
        };

        var request = Request(options: options, streaming: true);

        AssertJson(
            """
            {"messages":[{"role":"user","content":"hi"}],"system":"You are helpful.","temperature":0.8,"top_p":0.8,
             "penalty_score":1.0,"stream":true,"stop":["\n\n"],"max_output_tokens":1024,"user_id":"u1","disable_search":true}
            """,
            Write(request));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Write_WithoutOptions_IsTheMessagesOnly() => AssertJson("""{"messages":[{"role":"user","content":"hi"}]}""", Write(Request()));

    [Fact]
    public void Write_SystemMessages_AreOneText_OutsideTheMessages()
    {
        var request = Request([new(ChatRole.System, "a"), new(new ChatRole("developer"), "b"), new(ChatRole.User, "hi")], new() { Instructions = "first" });

        var body = Write(request);

        Assert.Equal("first\n\na\n\nb", (string?)body["system"]);
        AssertJson("""[{"role":"user","content":"hi"}]""", body["messages"]);
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Write_ALateSystemMessage_IsAddedWithAWarning()
    {
        var request = Request([new(ChatRole.User, "hi"), new(ChatRole.System, "late")]);

        Assert.Equal("late", (string?)Write(request)["system"]);
        Assert.Equal(["setting_adjusted:system message"], WarningsOf(request));
    }

    [Theory]
    [InlineData(-1f, "0.01", true)]
    [InlineData(0f, "0.01", true)]
    [InlineData(0.005f, "0.005", false)]
    [InlineData(0.01f, "0.01", false)]
    [InlineData(1f, "1", false)]
    [InlineData(1.5f, "1", true)]
    public void Write_Temperature_IsAboveZeroAndAtMostOne(float asked, string sent, bool warns)
    {
        var (body, warnings) = Options(new() { Temperature = asked });

        AssertJson($$"""{"temperature":{{sent}}}""", body);
        Assert.Equal(warns ? ["setting_adjusted:Temperature"] : [], warnings);
    }

    [Theory]
    [InlineData(-0.1f, "0", true)]
    [InlineData(0f, "0", false)]
    [InlineData(1f, "1", false)]
    [InlineData(1.1f, "1", true)]
    public void Write_TopP_IsBetweenZeroAndOne(float asked, string sent, bool warns)
    {
        var (body, warnings) = Options(new() { TopP = asked });

        AssertJson($$"""{"top_p":{{sent}}}""", body);
        Assert.Equal(warns ? ["setting_adjusted:TopP"] : [], warnings);
    }

    [Theory]
    [InlineData("ERNIE-4.0-8K", 1, 2, true)]
    [InlineData("ERNIE-4.0-8K", 2, 2, false)]
    [InlineData("ERNIE-4.0-8K", 2048, 2048, false)]
    [InlineData("ERNIE-4.0-8K", 4096, 2048, true)]
    [InlineData("ERNIE-3.5-128K", 4096, 4096, false)]
    [InlineData("my-own", 4096, 4096, false)]
    [InlineData("my-own", 0, 2, true)]
    public void Write_MaxOutputTokens_IsWithinTheModelsRange(string model, int asked, int sent, bool warns)
    {
        var (body, warnings) = Options(new() { MaxOutputTokens = asked }, model);

        AssertJson($$"""{"max_output_tokens":{{sent}}}""", body);
        Assert.Equal(warns ? ["setting_adjusted:MaxOutputTokens"] : [], warnings);
    }

    [Fact]
    public void Write_Stops_FourOfTwentyCharactersAtMost()
    {
        var (body, warnings) = Options(new() { StopSequences = ["1", "12345678901234567890", "123456789012345678901", "", "3", "4", "5"] });

        AssertJson("""{"stop":["1","12345678901234567890","3","4"]}""", body);
        Assert.Equal(["setting_not_honoured:StopSequences"], warnings);
        AssertJson("{}", Options(new() { StopSequences = ["123456789012345678901"] }).Body);
    }

    [Fact]
    public void Write_ResponseFormat_IsAWord()
    {
        var schema = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonElement.Parse("""{"type":"object"}"""));

        AssertJson("""{"response_format":"json_object"}""", Options(new() { ResponseFormat = ChatResponseFormat.Json }).Body);
        AssertJson("""{"response_format":"text"}""", Options(new() { ResponseFormat = ChatResponseFormat.Text }).Body);
        var (body, warnings) = Options(new() { ResponseFormat = schema });
        AssertJson("""{"response_format":"json_object"}""", body);
        Assert.Equal(["setting_not_honoured:ResponseFormat"], warnings);
    }

    [Fact]
    public void Write_WhatTheWireLacks_IsReported()
    {
        var (body, warnings) = Options(new()
        {
            PresencePenalty = 1,
            FrequencyPenalty = 1,
            Seed = 7,
            TopK = 3,
            Reasoning = new() { Effort = ReasoningEffort.High },
            ConversationId = "c",
            AllowBackgroundResponses = true,
        });

        AssertJson("{}", body);
        Assert.Equal(["PresencePenalty", "FrequencyPenalty", "Seed", "TopK", "Reasoning", "ConversationId", "AllowBackgroundResponses"], warnings.Select(static warning => warning["setting_not_honoured:".Length..]));
    }

    [Fact]
    public void Write_TheCallersOwnMembers_Win()
    {
        var options = new ChatOptions
        {
            Instructions = "no",
            Temperature = 5,
            MaxOutputTokens = 1,
            TopP = 9,
            StopSequences = ["x"],
            ResponseFormat = ChatResponseFormat.Json,
            AdditionalProperties = new() { ["temperature"] = 0.5, ["stop"] = new[] { "y" }, ["user"] = "no", ["model"] = "no" },
        };
        var raw = JsonNode.Parse("""{"messages":[{"role":"user","content":"mine"}],"system":"s","max_output_tokens":9,"top_p":0.1,"response_format":"text","user_id":"u","model":"no","stream":false}""")!.AsObject();

        var request = Request(options: options, raw: raw, streaming: true);

        AssertJson(
            """{"messages":[{"role":"user","content":"mine"}],"system":"s","stream":true,"max_output_tokens":9,"top_p":0.1,"response_format":"text","user_id":"u","temperature":0.5,"stop":["y"]}""",
            Write(request));
        Assert.Empty(request.Warnings.All);
    }
}
