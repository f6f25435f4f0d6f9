using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using static OneApi.Client.Tests.Protocols.Hunyuan.HunyuanWire;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>protocols/hunyuan.md §1, §3.</summary>
public sealed class HunyuanRequestTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => city, "get_weather", "The weather.");
    private static readonly AIFunction Time = AIFunctionFactory.Create((string city) => city, "get_time", "The time.");

    [Fact]
    public void Write_TheSampleOfThePage() => AssertJson(
        """
        {"Model":"hunyuan-turbos-latest",
         "Messages":[{"Role":"system","Content":"You are helpful."},{"Role":"user","Content":"hi"}],
         "Stream":true,"Temperature":1.0,"TopP":1.0}
        """,
        Write(Request([new(ChatRole.System, "You are helpful."), new(ChatRole.User, "hi")], new() { Temperature = 1, TopP = 1 }, streaming: true)));

    [Fact]
    public void Call_GoesToTheBase_WithTheActionInAHeader()
    {
        Assert.Equal("https://hunyuan.tencentcloudapi.com/", Protocol.GetChatUrl(Request()));
        Assert.Equal([new("X-TC-Action", "ChatCompletions"), new("X-TC-Version", "2023-09-01")], Protocol.GetHeaders(Request()));
    }

    [Fact]
    public void Settings_HaveTencentsNames() =>
        AssertJson("""{"Temperature":0.7,"TopP":0.9,"Stop":["END","\n"],"Seed":42}""", HunyuanWire.Settings(new() { Temperature = 0.7f, TopP = 0.9f, StopSequences = ["END", "\n"], Seed = 42 }).Settings);

    [Fact]
    public void Settings_OutOfRange_AreBroughtIn_WithAWarning()
    {
        var (settings, warnings) = HunyuanWire.Settings(new() { Temperature = 2.5f, TopP = -1 });

        AssertJson("""{"Temperature":2,"TopP":0}""", settings);
        Assert.Equal(["setting_adjusted:Temperature", "setting_adjusted:TopP"], warnings);
    }

    /// <summary>Seeds go from 1 to 10000.</summary>
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(10_000, 10_000, false)]
    [InlineData(0, 10_000, true)]
    [InlineData(10_001, 1, true)]
    [InlineData(-1, 9_999, true)]
    [InlineData(123_456, 3_456, true)]
    public void Seed_IsFoldedIntoItsRange(long seed, long sent, bool warned)
    {
        var (settings, warnings) = HunyuanWire.Settings(new() { Seed = seed });

        Assert.Equal(sent, settings["Seed"]!.GetValue<long>());
        Assert.Equal(warned ? ["setting_adjusted:Seed"] : [], warnings);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Seed_OfAnySize_HasAPlace(long seed) => Assert.InRange(HunyuanWire.Settings(new() { Seed = seed }).Settings["Seed"]!.GetValue<long>(), 1, 10_000);

    [Fact]
    public void Settings_WithoutAPlace_AreReported()
    {
        var (settings, warnings) = HunyuanWire.Settings(new()
        {
            MaxOutputTokens = 10,
            TopK = 4,
            FrequencyPenalty = 1,
            PresencePenalty = 1,
            ResponseFormat = ChatResponseFormat.Json,
            ConversationId = "c",
            AllowBackgroundResponses = true,
            Reasoning = new() { Output = ReasoningOutput.Summary },
        });

        Assert.Empty(settings);
        Assert.Equal(
            [
                "setting_not_honoured:AllowBackgroundResponses", "setting_not_honoured:ConversationId", "setting_not_honoured:FrequencyPenalty", "setting_not_honoured:MaxOutputTokens",
                "setting_not_honoured:PresencePenalty", "setting_not_honoured:Reasoning.Output", "setting_not_honoured:ResponseFormat", "setting_not_honoured:TopK",
            ],
            warnings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PlainText_AsTheFormat_IsWhatTheWireGives() => Assert.Empty(HunyuanWire.Settings(new() { ResponseFormat = ChatResponseFormat.Text }).Warnings);

    /// <summary>Only hybrid models can be told to think.</summary>
    [Theory]
    [InlineData("hunyuan-a13b", ReasoningEffort.High, "{\"EnableThinking\":true}", false)]
    [InlineData("hunyuan-a13b", ReasoningEffort.None, "{\"EnableThinking\":false}", false)]
    [InlineData("hunyuan-t1-latest", ReasoningEffort.High, "{}", true)]
    public void Effort_IsASwitchOfHybridModels(string model, ReasoningEffort effort, string expected, bool warned)
    {
        var (settings, warnings) = HunyuanWire.Settings(new() { Reasoning = new() { Effort = effort } }, model);

        AssertJson(expected, settings);
        Assert.Equal(warned ? ["setting_not_honoured:Reasoning.Effort"] : [], warnings);
    }

    [Fact]
    public void Tools_CarryTheirParametersAsJsonText()
    {
        var tool = Assert.Single(HunyuanWire.Settings(new() { Tools = [Weather] }).Settings["Tools"]!.AsArray())!;

        Assert.Equal("function", tool["Type"]!.GetValue<string>());
        Assert.Equal(("get_weather", "The weather."), (tool["Function"]!["Name"]!.GetValue<string>(), tool["Function"]!["Description"]!.GetValue<string>()));
        var parameters = JsonNode.Parse(tool["Function"]!["Parameters"]!.GetValue<string>())!;
        Assert.Equal("string", parameters["properties"]!["city"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void ToolMode_OfOneFunction_IsCustomWithTheToolItself()
    {
        var (settings, warnings) = HunyuanWire.Settings(new() { Tools = [Weather, Time], ToolMode = ChatToolMode.RequireSpecific("get_time") });

        Assert.Equal("custom", settings["ToolChoice"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(settings["Tools"]![1], settings["CustomTool"]));
        Assert.Empty(warnings);
    }

    [Fact]
    public void ToolMode_Required_IsThatToolWhenThereIsOne_ElseAutoWithAWarning()
    {
        var one = HunyuanWire.Settings(new() { Tools = [Weather], ToolMode = ChatToolMode.RequireAny });
        var two = HunyuanWire.Settings(new() { Tools = [Weather, Time], ToolMode = ChatToolMode.RequireAny });

        Assert.Equal(("custom", "get_weather"), (one.Settings["ToolChoice"]!.GetValue<string>(), one.Settings["CustomTool"]!["Function"]!["Name"]!.GetValue<string>()));
        Assert.Empty(one.Warnings);
        Assert.Equal("auto", two.Settings["ToolChoice"]!.GetValue<string>());
        Assert.Equal(["setting_not_honoured:ToolMode"], two.Warnings);
    }

    [Fact]
    public void ToolMode_OfAnUnknownFunction_IsReported() =>
        Assert.Equal(["setting_not_honoured:ToolMode"], HunyuanWire.Settings(new() { Tools = [Weather], ToolMode = ChatToolMode.RequireSpecific("other") }).Warnings);

    [Theory]
    [InlineData(false, "auto")]
    [InlineData(true, "none")]
    public void ToolMode_AutoAndNone(bool none, string expected) =>
        Assert.Equal(expected, HunyuanWire.Settings(new() { Tools = [Weather], ToolMode = none ? ChatToolMode.None : ChatToolMode.Auto }).Settings["ToolChoice"]!.GetValue<string>());

    [Fact]
    public void OneToolAtATime_CantBeAskedFor()
    {
        Assert.Equal(["setting_not_honoured:AllowMultipleToolCalls"], HunyuanWire.Settings(new() { Tools = [Weather], AllowMultipleToolCalls = false }).Warnings);
        Assert.Empty(HunyuanWire.Settings(new() { Tools = [Weather], AllowMultipleToolCalls = true }).Warnings);
    }

    [Fact]
    public void WebSearch_IsAnEnhancement()
    {
        AssertJson("""{"EnableEnhancement":true}""", HunyuanWire.Settings(new() { Tools = [new HostedWebSearchTool()] }).Settings);
        Assert.Equal(["setting_not_honoured:Tools"], HunyuanWire.Settings(new() { Tools = [new HostedCodeInterpreterTool()] }).Warnings);
    }

    [Fact]
    public void AdditionalProperties_AreMembers_AndWin()
    {
        var (settings, warnings) = HunyuanWire.Settings(new() { Temperature = 1, Seed = 0, Tools = [Weather], AdditionalProperties = new() { ["Temperature"] = 0.5, ["Seed"] = 7, ["Tools"] = new JsonArray(), ["Citation"] = true } });

        AssertJson("""{"Temperature":0.5,"Seed":7,"Tools":[],"Citation":true}""", settings);
        Assert.Empty(warnings);
    }

    [Fact]
    public void RawRequest_WinsButForModelAndStream() => AssertJson(
        """{"Model":"hunyuan-turbos-latest","Stream":false,"Messages":[{"Role":"user","Content":"raw"}],"TopicChoice":"x"}""",
        Write(Request(raw: JsonNode.Parse("""{"Model":"other","Stream":true,"Messages":[{"Role":"user","Content":"raw"}],"TopicChoice":"x"}""")!.AsObject())));
}
