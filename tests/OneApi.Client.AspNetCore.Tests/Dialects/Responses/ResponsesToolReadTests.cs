using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Dialects;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Tools and the choice among them (protocols/openai-responses.md §5).</summary>
public class ResponsesToolReadTests
{
    private const string Weather = """{"type":"function","name":"weather","description":"Tells the weather.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}""";

    [Fact]
    public void Read_AFunction_HasItsSchema()
    {
        var tool = Assert.IsAssignableFrom<AIFunctionDeclaration>(Tool(Weather));

        Assert.Equal(("weather", "Tells the weather."), (tool.Name, tool.Description));
        AssertJson("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""", tool.JsonSchema);
        Assert.Empty(tool.AdditionalProperties);
    }

    [Fact]
    public void Read_AStrictFunction_SaysSo() =>
        Assert.Equal(true, Assert.IsAssignableFrom<AIFunctionDeclaration>(Tool("""{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":true}""")).AdditionalProperties["strict"]);

    [Fact]
    public void Read_AFunctionWithoutParameters_TakesNone() =>
        AssertJson("""{"type":"object","properties":{}}""", Assert.IsAssignableFrom<AIFunctionDeclaration>(Tool("""{"type":"function","name":"f","strict":null,"parameters":null}""")).JsonSchema);

    [Fact]
    public void Read_AStrictFormat_LeavesLaxToolsLax()
    {
        var body = ReadWith("\"tools\":[" + Weather + """],"text":{"format":{"type":"json_schema","name":"answer","strict":true,"schema":{"type":"object"}}}""");

        Assert.Equal(true, body.Options.AdditionalProperties!["chat-completions:strict"]);
        Assert.Equal(false, Assert.IsAssignableFrom<AIFunctionDeclaration>(body.Options.Tools![0]).AdditionalProperties["strict"]);
    }

    [Fact]
    public void Read_ACustomTool_IsAFunctionOfOneText()
    {
        var tool = Assert.IsAssignableFrom<AIFunctionDeclaration>(Tool("""{"type":"custom","name":"patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: /a/"}}"""));

        AssertJson("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""", tool.JsonSchema);
        Assert.StartsWith("Patches.", tool.Description, StringComparison.Ordinal);
        Assert.Contains("lark", tool.Description, StringComparison.Ordinal);
        Assert.Contains("start: /a/", tool.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"web_search"}""", typeof(HostedWebSearchTool))]
    [InlineData("""{"type":"web_search_preview","search_context_size":"low","user_location":{"type":"approximate","city":"Rome"}}""", typeof(HostedWebSearchTool))]
    [InlineData("""{"type":"web_search_2025_08_26","filters":null}""", typeof(HostedWebSearchTool))]
    [InlineData("""{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}""", typeof(HostedCodeInterpreterTool))]
    [InlineData("""{"type":"file_search","vector_store_ids":["vs_1"],"max_num_results":3}""", typeof(HostedFileSearchTool))]
    [InlineData("""{"type":"mcp","server_label":"wiki","server_url":"https://example.com/mcp","require_approval":"never","allowed_tools":["ask"],"headers":{"X-Key":"1"}}""", typeof(HostedMcpServerTool))]
    public void Read_AHostedTool_IsOfItsType(string tool, Type expected) => Assert.IsType(expected, Tool(tool));

    [Fact]
    public void Read_ASearchWithoutTheWeb_IsLeftOut_SinceARealOneWouldGoThere() =>
        Assert.Equal(["weather"], ReadWith("\"tools\":[" + Weather + """,{"type":"web_search","external_web_access":false}]""").Options.Tools!.Select(static tool => tool.Name));

    [Fact]
    public void Read_HostedTools_KeepWhatTheyAreGiven()
    {
        Assert.Equal("file-1", Assert.IsType<HostedFileContent>(Assert.Single(((HostedCodeInterpreterTool)Tool("""{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}""")).Inputs!)).FileId);
        var search = (HostedFileSearchTool)Tool("""{"type":"file_search","vector_store_ids":["vs_1"],"max_num_results":3}""");
        Assert.Equal(("vs_1", 3), (Assert.IsType<HostedVectorStoreContent>(Assert.Single(search.Inputs!)).VectorStoreId, search.MaximumResultCount));
        var server = (HostedMcpServerTool)Tool("""{"type":"mcp","server_label":"wiki","server_url":"https://example.com/mcp","require_approval":"never","allowed_tools":{"tool_names":["ask"]},"authorization":"t"}""");
        Assert.Equal(("wiki", "https://example.com/mcp", "ask", "Bearer t"), (server.ServerName, server.ServerAddress, Assert.Single(server.AllowedTools!), server.Headers!["Authorization"]));
    }

    [Theory]
    [InlineData("\"none\"", "none")]
    [InlineData("\"auto\"", "auto")]
    [InlineData("\"required\"", "required")]
    [InlineData("""{"type":"function","name":"weather"}""", "required weather")]
    [InlineData("""{"type":"custom","name":"patch"}""", "required patch")]
    public void Read_AChoice_IsTheMode(string choice, string expected) => Assert.Equal(expected, ModeOf(Choose(choice).Options.ToolMode));

    [Fact]
    public void Read_AllowedTools_LeaveTheOthersOut()
    {
        var options = Choose("""{"type":"allowed_tools","mode":"required","tools":[{"type":"custom","name":"patch"}]}""").Options;

        Assert.Equal("patch", Assert.Single(options.Tools!).Name);
        Assert.Equal("required", ModeOf(options.ToolMode));
    }

    [Fact]
    public void Read_TheOnlyHostedTool_CanBeAskedFor() =>
        Assert.Equal("required", ModeOf(ReadWith(""" "tools":[{"type":"web_search"}],"tool_choice":{"type":"web_search"} """).Options.ToolMode));

    [Fact]
    public void Read_NoTools_AreNone()
    {
        var options = ReadWith(""" "tools":[],"tool_choice":"auto","parallel_tool_calls":false """).Options;

        Assert.Null(options.Tools);
        Assert.False(options.AllowMultipleToolCalls);
    }

    private static AITool Tool(string tool) => Assert.Single(ReadWith($"\"tools\":[{tool}]").Options.Tools!);

    private static ChatBody Choose(string choice) => ReadWith($$"""
        "tools":[{{Weather}},{"type":"custom","name":"patch"}],"tool_choice":{{choice}}
        """);

    private static string ModeOf(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => "none",
        RequiredChatToolMode { RequiredFunctionName: null } => "required",
        RequiredChatToolMode { RequiredFunctionName: var name } => "required " + name,
        AutoChatToolMode => "auto",
        _ => "nothing",
    };
}
