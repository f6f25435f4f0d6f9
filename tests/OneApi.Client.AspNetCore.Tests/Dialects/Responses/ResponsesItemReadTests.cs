using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Each kind of input item (protocols/openai-responses.md §3).</summary>
public class ResponsesItemReadTests
{
    [Fact]
    public void Read_AString_IsTheUsersText()
    {
        var body = Read(Hello);

        var message = Assert.Single(body.Messages);
        Assert.Equal(ChatRole.User, message.Role);
        Assert.Equal("Hello", message.Text);
        Assert.Equal("gpt-x", body.Options.ModelId);
        Assert.False(body.Streaming);
        Assert.True(body.WireBody.IsEmpty);
    }

    [Theory]
    [InlineData("user", "user")]
    [InlineData("system", "system")]
    [InlineData("developer", "system")]
    [InlineData("assistant", "assistant")]
    public void Read_AMessage_HasItsRole(string role, string expected)
    {
        var message = Assert.Single(ReadItems($$"""{"role":"{{role}}","content":"Hi 汉字"}"""));

        Assert.Equal(expected, message.Role.Value);
        Assert.Equal("Hi 汉字", message.Text);
    }

    [Fact]
    public void Read_TurnsOfAConversation_KeepTheirOrder()
    {
        var messages = ReadItems("""
            {"type":"message","role":"system","content":"Be brief."},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"One"}]},
            {"type":"message","role":"assistant","id":"msg_1","status":"completed","content":[{"type":"output_text","text":"Two","annotations":[]}]},
            {"role":"user","content":"Three"}
            """);

        Assert.Equal(["system:Be brief.", "user:One", "assistant:Two", "user:Three"], messages.Select(static message => $"{message.Role}:{message.Text}"));
    }

    [Fact]
    public void Read_ReasoningTextAndCallsOfOneTurn_AreOneMessage()
    {
        var messages = ReadItems("""
            {"role":"user","content":"Weather?"},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."},{"type":"summary_text","text":"Ask."}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}]},
            {"type":"function_call","id":"fc_1","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Paris\"}"},
            {"type":"function_call","call_id":"call_2","name":"weather","arguments":"{\"city\":\"Rome\",\"days\":null}"},
            {"type":"function_call_output","call_id":"call_1","output":"sunny"},
            {"type":"function_call_output","call_id":"call_2","output":"rain"}
            """);

        Assert.Equal(3, messages.Count);
        Assert.Equal(ChatRole.Assistant, messages[1].Role);
        Assert.Equal("Hm.\n\nAsk.", Assert.IsType<TextReasoningContent>(messages[1].Contents[0]).Text);
        Assert.Equal("I look.", Assert.IsType<TextContent>(messages[1].Contents[1]).Text);
        var call = Assert.IsType<FunctionCallContent>(messages[1].Contents[2]);
        Assert.Equal(("call_1", "weather", "Paris"), (call.CallId, call.Name, call.Arguments!["city"]!.ToString()));
        Assert.Null(Assert.IsType<FunctionCallContent>(messages[1].Contents[3]).Arguments!["days"]);
        Assert.Equal(ChatRole.Tool, messages[2].Role);
        Assert.Equal(["sunny", "rain"], messages[2].Contents.Cast<FunctionResultContent>().Select(static result => result.Result));
        Assert.Equal(["call_1", "call_2"], messages[2].Contents.Cast<FunctionResultContent>().Select(static result => result.CallId));
    }

    [Fact]
    public void Read_TextAfterACall_StaysInItsTurn()
    {
        var messages = ReadItems("""
            {"type":"function_call","call_id":"call_1","name":"f","arguments":""},
            {"role":"assistant","content":"I wait."},
            {"type":"function_call_output","call_id":"call_1","output":"done"}
            """);

        Assert.Equal([ChatRole.Assistant, ChatRole.Tool], messages.Select(static message => message.Role));
        Assert.Empty(Assert.IsType<FunctionCallContent>(messages[0].Contents[0]).Arguments!);
    }

    [Fact]
    public void Read_TwoAnswersInARow_AreTwoMessages()
    {
        var messages = ReadItems("""{"role":"assistant","content":"One"},{"role":"assistant","content":"Two"}""");

        Assert.Equal(["One", "Two"], messages.Select(static message => message.Text));
    }

    [Fact]
    public void Read_ArgumentsThatAreNoObject_AreKeptAsTheyCame()
    {
        var messages = ReadItems("""
            {"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":"},
            {"type":"function_call_output","call_id":"call_1","output":"bad"}
            """);

        var call = Assert.IsType<FunctionCallContent>(messages[0].Contents[0]);
        Assert.NotNull(call.Exception);
        Assert.Equal("{\"a\":", call.RawRepresentation);
    }

    [Fact]
    public void Read_AnOutputOfParts_KeepsThem()
    {
        var messages = ReadItems("""
            {"type":"function_call","call_id":"call_1","name":"shot","arguments":"{}"},
            {"type":"function_call_output","call_id":"call_1","output":[{"type":"input_text","text":"here"},{"type":"input_image","image_url":"data:image/png;base64,AQID"}]}
            """);

        var parts = Assert.IsType<List<AIContent>>(Assert.IsType<FunctionResultContent>(messages[1].Contents[0]).Result);
        Assert.Equal("here", Assert.IsType<TextContent>(parts[0]).Text);
        Assert.Equal([1, 2, 3], Assert.IsType<DataContent>(parts[1]).Data.ToArray());
    }

    [Fact]
    public void Read_ACustomCallAndItsOutput_AreACallWithOneText()
    {
        var messages = ReadItems("""
            {"type":"custom_tool_call","call_id":"call_1","name":"patch","input":"*** Begin"},
            {"type":"custom_tool_call_output","call_id":"call_1","output":"ok"}
            """);

        var call = Assert.IsType<FunctionCallContent>(messages[0].Contents[0]);
        Assert.Equal("*** Begin", Assert.Single(call.Arguments!).Value);
        Assert.Equal("ok", Assert.IsType<FunctionResultContent>(messages[1].Contents[0]).Result);
    }

    [Fact]
    public void Read_EncryptedContentOfOpenAI_IsKeptForOpenAIOnly()
    {
        var messages = ReadItems("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAAABp"},{"role":"assistant","content":"Hi"}""");

        var thought = Assert.IsType<TextReasoningContent>(messages[0].Contents[0]);
        Assert.Equal("gAAAAABp", thought.ProtectedData);
        Assert.Equal("openai", thought.AdditionalProperties!["oneapi.provider"]);
    }

    [Fact]
    public void Read_ReasoningThatSaysNothing_IsLeftOut() =>
        Assert.IsType<TextContent>(Assert.Single(Assert.Single(ReadItems("""{"type":"reasoning","id":"rs_1","summary":[]},{"role":"assistant","content":"Hi"}""")).Contents));

    [Fact]
    public void Read_ReasoningTextOfOpenWeights_IsReasoning() =>
        Assert.Equal("Hm.", Assert.IsType<TextReasoningContent>(ReadItems("""{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Hm."}]}""")[0].Contents[0]).Text);

    [Fact]
    public void Read_AnImageThatTheModelMade_IsItsData()
    {
        var image = Assert.IsType<DataContent>(ReadItems("""{"type":"image_generation_call","id":"ig_1","status":"completed","result":"AQID","output_format":"webp"}""")[0].Contents[0]);

        Assert.Equal(("image/webp", 3), (image.MediaType, image.Data.Length));
    }
}
