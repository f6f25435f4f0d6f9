using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>What can't be is refused with the place, what was found and what would be right.</summary>
public class ResponsesRefusedTests
{
    [Theory]
    [InlineData("[]", null, "invalid_type")]
    [InlineData("{}", "model", "missing_required_parameter")]
    [InlineData("""{"model":"gpt-x"}""", "input", "missing_required_parameter")]
    [InlineData("""{"model":null,"input":"x"}""", "model", "missing_required_parameter")]
    [InlineData("""{"model":"","input":"x"}""", "model", "empty_string")]
    [InlineData("""{"model":7,"input":"x"}""", "model", "invalid_type")]
    [InlineData("""{"model":"gpt-x","input":7}""", "input", "invalid_type")]
    [InlineData("""{"model":"gpt-x","input":[]}""", "input", "empty_array")]
    [InlineData("""{"model":"gpt-x","input":"\ud800"}""", "input", "invalid_value")]
    public void Read_ARequestThatCantBe_NamesTheMember(string request, string? param, string code)
    {
        var error = Refused(request);

        Assert.Equal((400, "invalid_request_error", param, code), (error.Status, error.Type, error.Param, error.Code));
    }

    [Theory]
    [InlineData("7", "input[1]", "invalid_type")]
    [InlineData("""{"type":"telepathy"}""", "input[1].type", "invalid_value")]
    [InlineData("""{"type":"web_search_call","id":"ws_1","status":"completed"}""", "input[1].type", "invalid_value")]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", "input[1]", "unsupported_value")]
    [InlineData("""{"role":"robot","content":"x"}""", "input[1].role", "invalid_value")]
    [InlineData("""{"content":"x"}""", "input[1].role", "missing_required_parameter")]
    [InlineData("""{"role":"user"}""", "input[1].content", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":7}""", "input[1].content", "invalid_type")]
    [InlineData("""{"role":"user","content":["x"]}""", "input[1].content[0]", "invalid_type")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"x"}]}""", "input[1].content[0].type", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"output_text","text":"x"}]}""", "input[1].content[0].type", "invalid_value")]
    [InlineData("""{"role":"assistant","content":[{"type":"input_image","image_url":"https://a/b"}]}""", "input[1].content[0].type", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"input_text"}]}""", "input[1].content[0].text", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":[{"type":"input_image"}]}""", "input[1].content[0].image_url", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":[{"type":"input_image","image_url":"file:///etc/passwd"}]}""", "input[1].content[0].image_url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,@@"}]}""", "input[1].content[0].image_url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"input_image","image_url":{"url":"https://a/b"}}]}""", "input[1].content[0].image_url", "invalid_type")]
    [InlineData("""{"role":"user","content":[{"type":"input_file"}]}""", "input[1].content[0].file_data", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":[{"type":"input_file","file_data":"no base64!"}]}""", "input[1].content[0].file_data", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AQID","format":"ogg"}}]}""", "input[1].content[0].input_audio.format", "invalid_value")]
    [InlineData("""{"type":"function_call","name":"f","arguments":"{}"}""", "input[1].call_id", "missing_required_parameter")]
    [InlineData("""{"type":"function_call","call_id":"c","arguments":"{}"}""", "input[1].name", "missing_required_parameter")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":{}}""", "input[1].arguments", "invalid_type")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""", "input", "invalid_value")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"x"}""", "input[1].call_id", "invalid_value")]
    [InlineData("""{"type":"function_call_output","call_id":"c"}""", "input[1].output", "missing_required_parameter")]
    [InlineData("""{"type":"reasoning","summary":[{"type":"text","text":"x"}]}""", "input[1].summary[0].type", "invalid_value")]
    [InlineData("""{"type":"reasoning","summary":[],"encrypted_content":"oneapi_!!"}""", "input[1].encrypted_content", "invalid_encrypted_content")]
    [InlineData("""{"type":"reasoning","summary":[],"encrypted_content":"oneapi_e30"}""", "input[1].encrypted_content", "invalid_encrypted_content")]
    public void Read_AnItemThatCantBe_NamesItsPlace(string item, string param, string code)
    {
        var error = Refused($$"""{"model":"gpt-x","input":[{"role":"user","content":"Hi"},{{item}}]}""");

        Assert.Equal((400, param, code), (error.Status, error.Param, error.Code));
    }

    [Theory]
    [InlineData("\"temperature\":\"hot\"", "temperature", "invalid_type")]
    [InlineData("\"temperature\":2.5", "temperature", "decimal_above_max_value")]
    [InlineData("\"top_p\":-1", "top_p", "decimal_below_min_value")]
    [InlineData("\"max_output_tokens\":0", "max_output_tokens", "integer_below_min_value")]
    [InlineData("\"max_output_tokens\":1.5", "max_output_tokens", "invalid_type")]
    [InlineData("\"top_logprobs\":21", "top_logprobs", "integer_above_max_value")]
    [InlineData("\"stream\":\"yes\"", "stream", "invalid_type")]
    [InlineData("\"store\":1", "store", "invalid_type")]
    [InlineData("\"instructions\":[]", "instructions", "invalid_type")]
    [InlineData("\"include\":\"all\"", "include", "invalid_type")]
    [InlineData("\"truncation\":\"some\"", "truncation", "invalid_value")]
    [InlineData("\"metadata\":{\"a\":1}", "metadata.a", "invalid_type")]
    [InlineData("\"reasoning\":{\"effort\":\"huge\"}", "reasoning.effort", "invalid_value")]
    [InlineData("\"reasoning\":{\"summary\":\"long\"}", "reasoning.summary", "invalid_value")]
    [InlineData("\"text\":{\"verbosity\":\"max\"}", "text.verbosity", "invalid_value")]
    [InlineData("\"text\":{\"format\":{\"type\":\"xml\"}}", "text.format.type", "invalid_value")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}", "text.format.name", "missing_required_parameter")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"a\"}}", "text.format.schema", "missing_required_parameter")]
    [InlineData("\"fallbacks\":[1]", "fallbacks[0]", "invalid_type")]
    [InlineData("\"group\":1", "group", "invalid_type")]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id", "unsupported_parameter")]
    [InlineData("\"conversation\":\"conv_1\"", "conversation", "unsupported_parameter")]
    [InlineData("\"conversation\":{\"id\":\"conv_1\"}", "conversation", "unsupported_parameter")]
    [InlineData("\"background\":true", "background", "unsupported_value")]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\"}", "prompt", "unsupported_parameter")]
    [InlineData("\"context_management\":[{\"type\":\"compaction\"}]", "context_management", "unsupported_parameter")]
    [InlineData("\"tools\":{}", "tools", "invalid_type")]
    [InlineData("\"tools\":[1]", "tools[0]", "invalid_type")]
    [InlineData("\"tools\":[{}]", "tools[0].type", "missing_required_parameter")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].name", "missing_required_parameter")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]", "tools[0].name", "missing_required_parameter")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":[]}]", "tools[0].parameters", "invalid_type")]
    [InlineData("\"tools\":[{\"type\":\"web_search\",\"filters\":{\"allowed_domains\":[\"a\"]}}]", "tools[0].filters", "unsupported_value")]
    [InlineData("\"tools\":[{\"type\":\"code_interpreter\",\"container\":\"cntr_1\"}]", "tools[0].container", "unsupported_value")]
    [InlineData("\"tools\":[{\"type\":\"mcp\",\"server_label\":\"a\",\"server_url\":\"https://a/\"}]", "tools[0].require_approval", "unsupported_value")]
    [InlineData("\"tool_choice\":\"sometimes\"", "tool_choice", "invalid_value")]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice", "invalid_value")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}", "tool_choice", "invalid_value")]
    [InlineData("\"tool_choice\":{\"type\":\"file_search\"}", "tool_choice", "unsupported_value")]
    public void Read_ASettingThatCantBe_NamesIt(string member, string param, string code)
    {
        var error = Refused($$"""{"model":"gpt-x","input":"Hi",{{member}}}""");

        Assert.Equal((400, param, code), (error.Status, error.Param, error.Code));
    }

    [Theory]
    [InlineData("local_shell")]
    [InlineData("computer_use_preview")]
    [InlineData("image_generation")]
    public void Read_AToolThatNobodyHasHere_IsNamed(string type)
    {
        var error = Refused($$"""{"model":"gpt-x","input":"Hi","tools":[{"type":"{{type}}"}]}""");

        Assert.Equal(("tools[0].type", "unsupported_value"), (error.Param, error.Code));
        Assert.Contains($"'{type}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatWasKept_IsRefusedWithWhatToDo() =>
        Assert.Contains("keeps no responses: send the whole conversation in 'input'", Refused("""{"model":"gpt-x","input":"Hi","previous_response_id":"resp_1"}""").Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ALongValueThatCantBe_IsQuotedInPart() =>
        Assert.True(Refused($$"""{"model":"gpt-x","input":[{"type":"{{new string('x', 5000)}}"}]}""").Message.Length < 400);
}
