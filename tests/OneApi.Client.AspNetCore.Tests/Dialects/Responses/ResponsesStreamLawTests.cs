using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>What holds for every stream.</summary>
public class ResponsesStreamLawTests
{
    private static readonly string[] Finishes = ["stop", "length", "content_filter", "tool_calls"];

    private static readonly Gen<string> Words = Gen.String[Gen.Char["abc \"\\\n\t{}:,äß汉字é\u2028\ud83d\ude00"], 0, 8];

    private static readonly Gen<AIContent> Contents = Gen.OneOf(
        Words.Select(static text => (AIContent)new TextContent(text)),
        Gen.Select(Words, Words, static (text, title) => (AIContent)new TextContent(text) { Annotations = [new CitationAnnotation { Title = title, Url = new("https://example.com/") }] }),
        Gen.Select(Words, Gen.Bool, static (text, signed) => (AIContent)new TextReasoningContent(text) { ProtectedData = signed ? "s" : null }),
        Words.Select(static text => (AIContent)new ErrorContent(text) { ErrorCode = "Refusal" }),
        Gen.Select(Gen.Int[0, 9], Words, static (id, value) => (AIContent)new FunctionCallContent("call_" + id, "f", new Dictionary<string, object?> { ["a"] = value })),
        Words.Select(static text => (AIContent)new FunctionCallContent("call_p", "patch", new Dictionary<string, object?> { ["input"] = text })),
        Gen.Byte.Array[1, 4].Select(static bytes => (AIContent)new DataContent(bytes, "image/png")),
        Gen.Const((AIContent)new UsageContent(new() { InputTokenCount = 1 })));

    private static readonly Gen<(AIContent[][] Updates, string Finish)> Answers = Gen.Select(Contents.Array[0, 3].Array[0, 8], Gen.Int[0, 3].Select(static index => Finishes[index]), static (updates, finish) => (updates, finish));

    private const string Request = """{"model":"gpt-x","input":"Hi","tools":[{"type":"custom","name":"patch"}]}""";

    [Fact]
    public void WhatIsAdded_IsDone_AndEqualsTheEnd() => Answers.Sample(
        static answer =>
        {
            var events = Stream(answer);
            Assert.Equal(Enumerable.Range(0, events.Count), events.Select(static item => item.GetProperty("sequence_number").GetInt32()));
            Assert.Single(events, static item => TextAt(item, "type") is "response.completed" or "response.incomplete");
            var output = Member(events[^1], "response", "output");

            var ledger = new StreamLedger();
            foreach (var item in events)
            {
                ledger.Take(item);
            }

            Assert.Equal(output.EnumerateArray().Select(static item => item.GetRawText()), ledger.Done);
            Assert.Null(ledger.Open);
            Assert.Equal(ledger.Done.Count, ledger.Ids.Count);
        },
        iter: 3000, threads: 1);

    [Fact]
    public void AStream_EndsInWhatTheWholeAnswerSays() => Answers.Sample(
        static answer =>
        {
            var whole = new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. answer.Updates.SelectMany(static contents => contents)])) { FinishReason = new(answer.Finish) };

            Assert.Equal(WithoutIds(Answer(whole, Request).GetProperty("output")), WithoutIds(Member(Stream(answer)[^1], "response", "output")));
        },
        iter: 1000, threads: 1);

    private static List<JsonElement> Stream((AIContent[][] Updates, string Finish) answer) =>
        ResponsesWire.Stream([.. answer.Updates.Select(static contents => Update(contents)), Finish(new(answer.Finish))], Request);
}
