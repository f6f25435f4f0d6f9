using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using static OneApi.Client.Tests.Protocols.Spark.SparkWire;

namespace OneApi.Client.Tests.Protocols.Spark;

/// <summary>protocols/spark.md §1, §4.</summary>
public class SparkRequestTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => city, "get_weather", "Tells the weather.");

    [Fact]
    public void Message_IsThePagesExample()
    {
        var request = Request(
            [new(ChatRole.System, "You are helpful."), new(ChatRole.User, "hi")],
            new() { Temperature = 0.5f, TopK = 4, MaxOutputTokens = 2048, AdditionalProperties = new() { ["user"] = "u1" } });

        AssertJson(
            """
            {"header":{"app_id":"12345678","uid":"u1"},
             "parameter":{"chat":{"domain":"generalv3.5","temperature":0.5,"top_k":4,"max_tokens":2048}},
             "payload":{"message":{"text":[{"role":"system","content":"You are helpful."},{"role":"user","content":"hi"}]}}}
            """,
            Write(request));
        Assert.Empty(request.Warnings.All);
    }

    [Theory]
    [InlineData("lite", "lite", "/v1.1/chat")]
    [InlineData("general", "general", "/v1.1/chat")]
    [InlineData("generalv2", "generalv2", "/v2.1/chat")]
    [InlineData("generalv3", "generalv3", "/v3.1/chat")]
    [InlineData("pro-128k", "pro-128k", "/chat/pro-128k")]
    [InlineData("generalv3.5", "generalv3.5", "/v3.5/chat")]
    [InlineData("max-32k", "max-32k", "/chat/max-32k")]
    [InlineData("4.0Ultra", "4.0Ultra", "/v4.0/chat")]
    [InlineData("4.0ultra", "4.0Ultra", "/v4.0/chat")]
    [InlineData("x1", "x1", "/v1/x1")]
    [InlineData("spark-x", "spark-x", "/v1/x1")]
    [InlineData("spark-lite", "lite", "/v1.1/chat")]
    [InlineData("spark-pro", "generalv3", "/v3.1/chat")]
    [InlineData("spark-max", "generalv3.5", "/v3.5/chat")]
    [InlineData("spark-ultra", "4.0Ultra", "/v4.0/chat")]
    public void DomainAndPath_BelongTogether(string model, string domain, string path)
    {
        Assert.Equal("wss://spark-api.xf-yun.com" + path, Protocol.GetChatUrl(Request(model: model)));
        Assert.Equal(domain, (string?)Write(Request(model: model))["parameter"]!["chat"]!["domain"]);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("imagev3")]
    public void ImageModels_HaveAHostOfTheirOwn_UnlessTheAddressIsYours(string model)
    {
        Assert.Equal("wss://spark-api.cn-huabei-1.xf-yun.com/v2.1/image", Protocol.GetChatUrl(Request(model: model)));
        Assert.Equal("http://mine:1/spark/v2.1/image", Protocol.GetChatUrl(Request(model: model, endpoint: EndpointAt("http://mine:1/spark"))));
    }

    [Fact]
    public void AModelThatIsNotKnown_TakesThePathOfTheChannelsVersion()
    {
        var endpoint = EndpointAt("wss://spark-api.xf-yun.com", "v5.0");

        Assert.Equal("wss://spark-api.xf-yun.com/v5.0/chat", Protocol.GetChatUrl(Request(model: "generalv5", endpoint: endpoint)));
        Assert.Equal("generalv5", (string?)Write(Request(model: "generalv5", endpoint: endpoint))["parameter"]!["chat"]!["domain"]);
        Assert.Equal(OneApiErrorKind.ModelNotFound, Assert.Throws<OneApiException>(static () => Protocol.GetChatUrl(Request(model: "generalv5"))).Kind);
    }

    [Theory]
    [InlineData(0f, Max, "0.01", true)]
    [InlineData(0.5f, Max, "0.5", false)]
    [InlineData(1f, Max, "1", false)]
    [InlineData(1.5f, Max, "1", true)]
    [InlineData(1.5f, "x1", "1.5", false)]
    [InlineData(3f, "x1", "2", true)]
    public void Temperature_IsBroughtIntoTheRange(float asked, string model, string sent, bool warns)
    {
        var (settings, warnings) = SparkWire.Settings(new() { Temperature = asked }, model);

        Assert.Equal(sent, settings["temperature"]!.ToJsonString());
        Assert.Equal(warns ? ["setting_adjusted:Temperature"] : [], warnings);
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(6, "6")]
    [InlineData(40, "6")]
    public void TopK_IsOneToSix(int asked, string sent) => Assert.Equal(sent, SparkWire.Settings(new() { TopK = asked }).Settings["top_k"]!.ToJsonString());

    [Theory]
    [InlineData(Max, 8192)]
    [InlineData("4.0Ultra", 8192)]
    [InlineData("generalv3", 8192)]
    [InlineData(Lite, 4096)]
    [InlineData("pro-128k", 4096)]
    [InlineData("x1", 32768)]
    [InlineData("spark-x", 65535)]
    public void MaxTokens_IsNoMoreThanTheVersionTakes(string model, int most)
    {
        var (exact, silence) = SparkWire.Settings(new() { MaxOutputTokens = most }, model);
        var (lowered, warnings) = SparkWire.Settings(new() { MaxOutputTokens = most + 1 }, model);

        Assert.Equal((most, most), ((int)exact["max_tokens"]!, (int)lowered["max_tokens"]!));
        Assert.Empty(silence);
        Assert.Equal(["setting_adjusted:MaxOutputTokens"], warnings);
    }

    [Fact]
    public void WhatTheSocketLacks_IsSaid_AndNotSent()
    {
        var (settings, warnings) = SparkWire.Settings(new()
        {
            TopP = 0.9f,
            StopSequences = ["x"],
            Seed = 1,
            FrequencyPenalty = 1,
            PresencePenalty = 1,
            ResponseFormat = ChatResponseFormat.Json,
            Reasoning = new() { Effort = ReasoningEffort.High },
            ConversationId = "c",
            AllowBackgroundResponses = true,
        });

        AssertJson("""{"domain":"generalv3.5"}""", settings);
        Assert.Equal(
            ["TopP", "StopSequences", "Seed", "FrequencyPenalty", "PresencePenalty", "ResponseFormat", "Reasoning.Effort", "ConversationId", "AllowBackgroundResponses"],
            warnings.Select(static warning => warning["setting_not_honoured:".Length..]));
    }

    [Fact]
    public void Functions_AreBareObjects()
    {
        var request = Request(options: new() { Tools = [Weather] });

        var function = Assert.Single(Write(request)["payload"]!["functions"]!["text"]!.AsArray())!.AsObject();

        Assert.Equal(["name", "description", "parameters"], function.Select(static member => member.Key));
        Assert.Equal("get_weather", (string?)function["name"]);
        Assert.Equal("object", (string?)function["parameters"]!["type"]);
        Assert.Empty(request.Warnings.All);
    }

    [Theory]
    [InlineData(Lite)]
    [InlineData("generalv3")]
    [InlineData("pro-128k")]
    [InlineData("x1")]
    [InlineData("image")]
    public void Functions_AreForMaxAndUltraOnly(string model)
    {
        var request = Request(options: new() { Tools = [Weather] }, model: model);

        Assert.False(Write(request)["payload"]!.AsObject().ContainsKey("functions"));
        Assert.Equal(["setting_not_honoured:Tools"], WarningsOf(request));
    }

    [Fact]
    public void ToolModes_CantBeTold()
    {
        var forced = Request(options: new() { Tools = [Weather], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = true });
        var none = Request(options: new() { Tools = [Weather], ToolMode = ChatToolMode.None });

        Assert.NotNull(Write(forced)["payload"]!["functions"]);
        Assert.Equal(["setting_not_honoured:ToolMode", "setting_not_honoured:AllowMultipleToolCalls"], WarningsOf(forced));
        Assert.Null(Write(none)["payload"]!["functions"]);
        Assert.Empty(none.Warnings.All);
    }

    [Fact]
    public void WebSearch_IsAToolOfTheSettings() => AssertJson(
        """{"domain":"generalv3.5","tools":[{"type":"web_search","web_search":{"enable":true,"show_ref_label":true}}]}""",
        SparkWire.Settings(new() { Tools = [new HostedWebSearchTool(new Dictionary<string, object?> { ["show_ref_label"] = true })] }).Settings);

    [Fact]
    public void AnUnknownTool_IsSaid() => Assert.Equal(["setting_not_honoured:Tools"], SparkWire.Settings(new() { Tools = [new HostedCodeInterpreterTool()] }).Warnings);

    [Theory]
    [InlineData("12345678901234567890123456789012", "12345678901234567890123456789012")]
    [InlineData("123456789012345678901234567890123", "39bf8cc93fbdc84df4f7e3bb3f168b04")]
    public void Uid_OfMoreThan32Characters_IsAHash(string user, string uid)
    {
        var sent = (string)Write(Request(options: new() { AdditionalProperties = new() { ["uid"] = user } }))["header"]!["uid"]!;

        Assert.Equal(uid, sent);
    }

    /// <summary>Who the end user is stays with the gateway.</summary>
    [Fact]
    public void EndUser_IsNeverSent() => Assert.Equal(["app_id"], Write(Request(options: new OneApiChatOptions { EndUser = "alice" }))["header"]!.AsObject().Select(static member => member.Key));

    [Fact]
    public void AdditionalProperties_AreSettings_OrMembersOfTheBody()
    {
        var request = Request(options: new()
        {
            Temperature = 0.5f,
            AdditionalProperties = new() { ["chat_id"] = "c1", ["auditing"] = "default", ["temperature"] = 0.9, ["header"] = new JsonObject { ["patch_id"] = "p" } },
        });

        var body = Write(request);

        AssertJson("""{"domain":"generalv3.5","chat_id":"c1","auditing":"default","temperature":0.9}""", body["parameter"]!["chat"]);
        AssertJson("""{"app_id":"12345678","patch_id":"p"}""", body["header"]);
    }

    [Fact]
    public void TheRawRequest_Wins_AndIsCompleted()
    {
        var raw = JsonNode.Parse("""{"header":{"uid":"raw"},"parameter":{"chat":{"domain":"generalv3","max_tokens":7},"other":1},"payload":{"message":{"text":[{"role":"user","content":"raw"}]}},"more":2}""")!.AsObject();

        var body = Write(Request(options: new() { MaxOutputTokens = 5, TopK = 2, AdditionalProperties = new() { ["user"] = "other" } }, raw: raw));

        AssertJson(
            """{"header":{"app_id":"12345678","uid":"raw"},"parameter":{"chat":{"top_k":2,"domain":"generalv3","max_tokens":7},"other":1},"payload":{"message":{"text":[{"role":"user","content":"raw"}]}},"more":2}""",
            body);
    }
}
