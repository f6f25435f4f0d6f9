using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.ChatCompletions;
using OneApi.Client.AspNetCore.Dialects.Messages;
using OneApi.Client.AspNetCore.Dialects.Responses;

namespace OneApi.Client.AspNetCore.Tests.Dialects;

/// <summary>Arguments of calls say the same in every dialect, whatever types they came in: JSON, nodes, or what code has put there.</summary>
public sealed class ArgumentTests
{
    /// <summary>A value, and the JSON that it is.</summary>
    private static readonly Gen<(object? Value, string Json)> Leaves = Gen.OneOf<(object? Value, string Json)>(
        Gen.Const<(object?, string)>((null, "null")),
        Gen.Bool.Select(static flag => ((object?)flag, flag ? "true" : "false")),
        Gen.Int.Select(static number => ((object?)number, number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        Gen.Long.Select(static number => ((object?)number, number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        Gen.Int.Select(static cents => ((object?)(cents / 100m), (cents / 100m).ToString(System.Globalization.CultureInfo.InvariantCulture))),
        Gen.Double[-1e6, 1e6].Select(static number => ((object?)number, number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))),
        Gen.OneOf("", "x", "ü \"quoted\" \\ / \n\t", "汉字 😀", "<&>'", "\u2028").Select(static text => ((object?)text, JsonSerializer.Serialize(text))),
        Gen.OneOf("1.50", "12345678901234567890123", "1e-7", "-0", "[1,[2,\"a\"],{\"b\":null}]", "{\"a\":{\"b\":[true]}}", "\"\\ud83d\\ude00\"").Select(static json => ((object?)JsonElement.Parse(json), json)),
        Gen.OneOf("1.5", "[1,2]", "{\"a\":[]}").Select(static json => ((object?)JsonNode.Parse(json), json)));

    private static readonly Gen<(object? Value, string Json)> Values = Gen.OneOf(
        Leaves,
        Leaves.Array[0, 4].Select(static items => ((object?)items.Select(static item => item.Value).ToList(), $"[{string.Join(',', items.Select(static item => item.Json))}]")),
        Gen.Int.Array[0, 4].Select(static numbers => ((object?)numbers, $"[{string.Join(',', numbers)}]")),
        Leaves.Array[0, 4].Select(static items => ((object?)items.Select(static (item, i) => KeyValuePair.Create<string, object?>($"k{i}", item.Value)).ToDictionary(), $"{{{string.Join(',', items.Select(static (item, i) => $"\"k{i}\":{item.Json}"))}}}")));

    public static TheoryData<string> Dialects => ["chat", "messages", "responses"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Arguments_OfAnyType_AreTheSameJson(string dialect) =>
        Values.Array[0, 4].Sample(
            values =>
            {
                var call = new FunctionCallContent("call_1", "f", values.Select(static (value, i) => KeyValuePair.Create<string, object?>($"a{i}", value.Value)).ToDictionary());
                var expected = $"{{{string.Join(',', values.Select(static (value, i) => $"\"a{i}\":{value.Json}"))}}}";

                var written = ArgumentsIn(dialect, call);

                Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), written), $"{expected}\n{written.GetRawText()}");
                return true;
            },
            iter: 1000,
            threads: 1);

    private static JsonElement ArgumentsIn(string name, FunctionCallContent call)
    {
        ChatDialect dialect = name switch
        {
            "chat" => new ChatCompletionsDialect(new FakeTimeProvider()),
            "messages" => new MessagesDialect(),
            _ => new ResponsesDialect(new FakeTimeProvider()),
        };
        var request = dialect.Read(Encoding.UTF8.GetBytes(name == "responses" ? """{"model":"m","input":"Hi"}""" : """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"""));
        var output = new ArrayBufferWriter<byte>();
        dialect.WriteAnswer(output, new(new ChatMessage(ChatRole.Assistant, [call])) { ModelId = "m", FinishReason = ChatFinishReason.ToolCalls }, request);
        var answer = JsonElement.Parse(output.WrittenSpan);
        return name switch
        {
            "chat" => JsonElement.Parse(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()!),
            "messages" => answer.GetProperty("content")[0].GetProperty("input"),
            _ => JsonElement.Parse(answer.GetProperty("output")[0].GetProperty("arguments").GetString()!),
        };
    }
}
