using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>What can't be is refused with its place, a code, what was found and what would be right.</summary>
public sealed class ChatRefusalTests
{
    [Theory]
    [InlineData("""{"model":"m"}""", "messages", "missing_required_parameter", "Missing required parameter: 'messages'.")]
    [InlineData("""{"messages":null}""", "messages", "missing_required_parameter", "Missing required parameter: 'messages'.")]
    [InlineData("""{"messages":[]}""", "messages", "empty_array", "empty array")]
    [InlineData("""{"messages":{}}""", "messages", "invalid_type", "expected an array, but got an object instead.")]
    [InlineData("""{"messages":["x"]}""", "messages[0]", "invalid_type", "expected an object, but got a string instead.")]
    [InlineData("""{"model":5,"messages":[]}""", "model", "invalid_type", "expected a string, but got a number instead.")]
    public void Bodies_AreRefused(string body, string param, string code, string part) => AssertRefused(body, param, code, part);

    [Theory]
    [InlineData("""{"content":"x"}""", "messages[1].role", "missing_required_parameter", "messages[1].role")]
    [InlineData("""{"role":"robot","content":"x"}""", "messages[1].role", "invalid_value", "'robot'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool', and 'function'.")]
    [InlineData("""{"role":"user"}""", "messages[1].content", "missing_required_parameter", "messages[1].content")]
    [InlineData("""{"role":"user","content":null}""", "messages[1].content", "missing_required_parameter", "messages[1].content")]
    [InlineData("""{"role":"user","content":5}""", "messages[1].content", "invalid_type", "expected a string or an array of parts, but got a number instead.")]
    [InlineData("""{"role":"user","content":["x"]}""", "messages[1].content[0]", "invalid_type", "expected an object, but got a string instead.")]
    [InlineData("""{"role":"user","content":[{"text":"x"}]}""", "messages[1].content[0].type", "missing_required_parameter", "content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"text"}]}""", "messages[1].content[0].text", "missing_required_parameter", "content[0].text")]
    [InlineData("""{"role":"user","content":[{"type":"image_url"}]}""", "messages[1].content[0].image_url", "missing_required_parameter", "image_url")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:nonsense"}}]}""", "messages[1].content[0].image_url.url", "invalid_value", "no data URI")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"a.png"}}]}""", "messages[1].content[0].image_url.url", "invalid_value", "neither a data URI nor an absolute address")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"%","format":"wav"}}]}""", "messages[1].content[0].input_audio.data", "invalid_value", "no base64")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AQID"}}]}""", "messages[1].content[0].input_audio.format", "missing_required_parameter", "format")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AQID","format":""}}]}""", "messages[1].content[0].input_audio.format", "invalid_value", "Supported values are: 'wav' and 'mp3'.")]
    [InlineData("""{"role":"user","content":[{"type":"file","file":{"filename":"a"}}]}""", "messages[1].content[0].file.file_data", "missing_required_parameter", "file_data")]
    [InlineData("""{"role":"tool","content":"x"}""", "messages[1].tool_call_id", "missing_required_parameter", "tool_call_id")]
    [InlineData("""{"role":"function","content":"x"}""", "messages[1].name", "missing_required_parameter", "name")]
    [InlineData("""{"role":"assistant","tool_calls":{}}""", "messages[1].tool_calls", "invalid_type", "expected an array, but got an object instead.")]
    [InlineData("""{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f"}}]}""", "messages[1].tool_calls[0].id", "missing_required_parameter", "id")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","type":"function"}]}""", "messages[1].tool_calls[0].function", "missing_required_parameter", "function")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","function":{"arguments":"{}"}}]}""", "messages[1].tool_calls[0].function.name", "missing_required_parameter", "name")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":{}}}]}""", "messages[1].tool_calls[0].function.arguments", "invalid_type", "expected a string, but got an object instead.")]
    [InlineData("""{"role":"assistant","function_call":{"arguments":"{}"}}""", "messages[1].function_call.name", "missing_required_parameter", "name")]
    public void Messages_AreRefused(string message, string param, string code, string part) =>
        AssertRefused($$"""{"messages":[{"role":"user","content":"Hi"},{{message}}]}""", param, code, part);

    [Theory]
    [InlineData("\"temperature\":\"0.5\"", "temperature", "invalid_type", "expected a number, but got a string instead.")]
    [InlineData("\"temperature\":1e99", "temperature", "invalid_type", "expected a number")]
    [InlineData("\"max_tokens\":1.5", "max_tokens", "invalid_type", "expected an integer, but got a number instead.")]
    [InlineData("\"max_completion_tokens\":-1", "max_completion_tokens", "integer_out_of_range", "-1 is not allowed; use an integer from 0 to 2147483647.")]
    [InlineData("\"seed\":true", "seed", "invalid_type", "expected an integer, but got a boolean instead.")]
    [InlineData("\"stop\":5", "stop", "invalid_type", "expected a string or an array of strings, but got a number instead.")]
    [InlineData("\"stop\":[\"a\",5]", "stop[1]", "invalid_type", "expected a string, but got a number instead.")]
    [InlineData("\"stream\":\"true\"", "stream", "invalid_type", "expected a boolean, but got a string instead.")]
    [InlineData("\"stream_options\":true", "stream_options", "invalid_type", "expected an object, but got a boolean instead.")]
    [InlineData("\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage", "invalid_type", "expected a boolean, but got a number instead.")]
    [InlineData("\"fallbacks\":\"a\"", "fallbacks", "invalid_type", "expected an array, but got a string instead.")]
    [InlineData("\"fallbacks\":[{}]", "fallbacks[0]", "invalid_type", "expected a string, but got an object instead.")]
    [InlineData("\"group\":1", "group", "invalid_type", "expected a string, but got a number instead.")]
    [InlineData("\"user\":1", "user", "invalid_type", "expected a string, but got a number instead.")]
    [InlineData("\"reasoning_effort\":1", "reasoning_effort", "invalid_type", "expected a string, but got a number instead.")]
    [InlineData("\"parallel_tool_calls\":\"no\"", "parallel_tool_calls", "invalid_type", "expected a boolean, but got a string instead.")]
    [InlineData("\"tools\":{}", "tools", "invalid_type", "expected an array, but got an object instead.")]
    [InlineData("\"tools\":[5]", "tools[0]", "invalid_type", "expected an object, but got a number instead.")]
    [InlineData("\"tools\":[{}]", "tools[0].type", "missing_required_parameter", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function", "missing_required_parameter", "tools[0].function")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]", "tools[0].function.name", "empty_string", "minimum length 1")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":[]}}]", "tools[0].function.parameters", "invalid_type", "expected an object, but got an array instead.")]
    [InlineData("\"functions\":[{}]", "functions[0].name", "missing_required_parameter", "functions[0].name")]
    [InlineData("\"tool_choice\":\"maybe\"", "tool_choice", "invalid_value", "'maybe'. Supported values are: 'none', 'auto', and 'required'.")]
    [InlineData("\"tool_choice\":5", "tool_choice", "invalid_type", "expected a string or an object, but got a number instead.")]
    [InlineData("\"tool_choice\":{\"type\":\"function\"}", "tool_choice.function", "missing_required_parameter", "tool_choice.function")]
    [InlineData("\"function_call\":{}", "function_call.name", "missing_required_parameter", "function_call.name")]
    [InlineData("\"response_format\":\"json\"", "response_format", "invalid_type", "expected an object, but got a string instead.")]
    [InlineData("\"response_format\":{}", "response_format.type", "missing_required_parameter", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema", "missing_required_parameter", "response_format.json_schema")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":\"x\"}}", "response_format.json_schema.schema", "invalid_type", "expected an object, but got a string instead.")]
    public void Settings_AreRefused(string member, string param, string code, string part) =>
        AssertRefused($$"""{"messages":[{"role":"user","content":"Hi"}],{{member}}}""", param, code, part);

    [Fact]
    public void HalfOfASurrogatePair_IsRefused() =>
        AssertRefused("""{"messages":[{"role":"user","content":"\ud83d"}]}""", null, "invalid_json", "surrogate");

    private static void AssertRefused(string body, string? param, string code, string part)
    {
        var error = Refused(body);

        Assert.Equal((400, "invalid_request_error", param, code), (error.Status, error.Type, error.Param, error.Code));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
