using OneApi.Client.AspNetCore.Endpoints;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>What can't be read is refused with its place, as Anthropic does it.</summary>
public sealed class MessagesRefusalTests
{
    [Theory]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""", "model")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":1}""", "messages")]
    public void Read_MissingMember_IsNamed(string body, string member)
    {
        var error = Refused(body);

        Assert.Equal((400, member, "Field required"), (error.Status, error.Param, error.Message));
    }

    [Theory]
    [InlineData("""[{"role":"robot","content":"x"}]""", "messages.0.role", "'robot'")]
    [InlineData("""[{"role":"user","content":"x"},{"role":"user"}]""", "messages.1.content", "Field required")]
    [InlineData("""[{"role":"user","content":[{"text":"x"}]}]""", "messages.0.content.0.type", "Field required")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"x"},{"type":"text"}]}]""", "messages.0.content.1.text", "Field required")]
    [InlineData("""[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"%%"}}]}]""", "messages.0.content.0.source.base64.data", "base64")]
    [InlineData("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":1}]}]}]""", "messages.0.content.0.content.0.text", "not 1")]
    [InlineData("""[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":"{}"}]}]""", "messages.0.content.0.input", "a string")]
    [InlineData("[]", "messages", "at least one")]
    [InlineData("""["x"]""", "messages.0", "a string")]
    public void Read_WrongMessage_IsTold(string messages, string place, string words)
    {
        var error = RefusedMessages(messages);

        Assert.Equal((400, place), (error.Status, error.Param));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","temperature":1.5""", "temperature", "1.5")]
    [InlineData(""","top_p":"x" """, "top_p", "a string")]
    [InlineData(""","top_k":-1""", "top_k", "-1")]
    [InlineData(""","stop_sequences":["a",2]""", "stop_sequences.1", "2")]
    [InlineData(""","tool_choice":{"type":"some"}""", "tool_choice.type", "'some'")]
    [InlineData(""","tool_choice":{"type":"tool"}""", "tool_choice.name", "Field required")]
    [InlineData(""","tools":[{"name":"n"}]""", "tools.0.input_schema", "Field required")]
    [InlineData(""","thinking":{"type":"enabled"}""", "thinking.budget_tokens", "Field required")]
    [InlineData(""","system":7""", "system", "7")]
    [InlineData(""","stream":"yes" """, "stream", "a string")]
    [InlineData(""","fallbacks":["a",{}]""", "fallbacks.1", "an object")]
    [InlineData(""","group":1""", "group", "1")]
    public void Read_WrongSetting_IsTold(string others, string place, string words)
    {
        var error = RefusedMessages("""[{"role":"user","content":"Hi"}]""", others);

        Assert.Equal((400, place), (error.Status, error.Param));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"\ud83d"}]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Read_NoRequestAtAll_IsInvalid(string body) => Assert.Equal((400, "invalid_request_error"), (Refused(body).Status, Refused(body).Type));

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(422, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(529, "overloaded_error")]
    public void WriteError_Status_DecidesTheType(int status, string type)
    {
        var error = new EndpointError(status, "whatever", null, "Too bad, «é».");

        AssertJson($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"Too bad, «é»."},"request_id":"req_1"}""", Json(output => Dialect.WriteError(output, error, "req_1")));
    }

    [Fact]
    public void WriteError_Place_StandsInTheMessage()
    {
        var text = Text(output => Dialect.WriteError(output, RefusedMessages("""[{"role":"ü","content":"x"}]"""), "req_1"));

        Assert.Contains("\"message\":\"messages.0.role: Input should be 'user' or 'assistant', not 'ü'\"", text, StringComparison.Ordinal);
    }
}
