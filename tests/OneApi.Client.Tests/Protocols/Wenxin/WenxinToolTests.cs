using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §3, §7.</summary>
public sealed class WenxinToolTests
{
    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "get_weather", "The weather.", System.Text.Json.JsonElement.Parse("""{"$schema":"x","type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    private static readonly AIFunctionDeclaration Bare = AIFunctionFactory.CreateDeclaration("now", null, System.Text.Json.JsonElement.Parse("{}"));

    private const string WeatherJson = """{"name":"get_weather","description":"The weather.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}""";
    private const string BareJson = """{"name":"now","description":"now","parameters":{"type":"object","properties":{}}}""";

    [Fact]
    public void Write_Functions_WithAnObjectOfParameters()
    {
        var (body, warnings) = Options(new() { Tools = [Weather, Bare] });

        AssertJson($$"""{"functions":[{{WeatherJson}},{{BareJson}}]}""", body);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Write_NoTools_ForNone() => AssertJson("{}", Options(new() { Tools = [Weather], ToolMode = ChatToolMode.None }).Body);

    [Fact]
    public void Write_Auto_IsLeftOut() => AssertJson($$"""{"functions":[{{WeatherJson}}]}""", Options(new() { Tools = [Weather], ToolMode = ChatToolMode.Auto }).Body);

    [Fact]
    public void Write_ANamedTool()
    {
        const string Choice = """{"type":"function","function":{"name":"now"}}""";

        AssertJson($$"""{"functions":[{{WeatherJson}},{{BareJson}}],"tool_choice":{{Choice}}}""", Options(new() { Tools = [Weather, Bare], ToolMode = ChatToolMode.RequireSpecific("now") }).Body);
        AssertJson($$"""{"functions":[{{BareJson}}],"tool_choice":{{Choice}}}""", Options(new() { Tools = [Bare], ToolMode = ChatToolMode.RequireAny }).Body);
    }

    [Fact]
    public void Write_AnyOfSeveral_CanNotBeAskedFor()
    {
        var (body, warnings) = Options(new() { Tools = [Weather, Bare], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = true });

        AssertJson($$"""{"functions":[{{WeatherJson}},{{BareJson}}]}""", body);
        Assert.Equal(["setting_not_honoured:ToolMode", "setting_not_honoured:AllowMultipleToolCalls"], warnings);
    }

    [Fact]
    public void Write_HostedSearch_IsTheProvidersOwn()
    {
        var (body, warnings) = Options(new() { Tools = [new HostedWebSearchTool(), new HostedWebSearchTool(), new HostedCodeInterpreterTool()] });

        AssertJson("""{"disable_search":false}""", body);
        Assert.Equal(["setting_not_honoured:Tools"], warnings);
    }

    [Fact]
    public void Write_OwnFunctions_Win()
    {
        var options = new ChatOptions { Tools = [Weather], ToolMode = ChatToolMode.RequireSpecific("mine"), AdditionalProperties = new() { ["functions"] = new object[] { new Dictionary<string, object?> { ["name"] = "mine" } } } };

        var body = Options(options).Body;

        Assert.Equal("mine", (string?)body["functions"]![0]!["name"]);
        Assert.Equal("mine", (string?)body["tool_choice"]!["function"]!["name"]);
    }
}
