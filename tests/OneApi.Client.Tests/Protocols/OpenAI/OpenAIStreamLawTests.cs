using System.Text;
using CsCheck;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>What holds for every stream, over HTTP: how it is cut into reads, where it breaks off, and that it says what the whole answer says.</summary>
public class OpenAIStreamLawTests
{
    private static readonly Gen<string> Words = Gen.String[Gen.Char["abc \"\\\n\t{}:,äß汉字é\u2028"], 0, 12].Select(Gen.Bool, static (text, emoji) => emoji ? text + "😀" : text);

    private static readonly Gen<GeneratedAnswer> Answers = Gen.Select(
        Words.Array[0, 6],
        Words.Array[0, 3],
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8], Words, static (name, value) => new GeneratedCall(name, value)).Array[0, 3],
        Words.Array[0, 2],
        Gen.Int[0, 1000],
        static (text, reasoning, calls, refusal, tokens) => new GeneratedAnswer(text, reasoning, calls, refusal, tokens));

    [Fact]
    public void MergedUpdates_AreTheWholeAnswer() => Answers.Where(static answer => !answer.IsEmpty).Sample(
        static answer => Assert.Equal(Describe(Read(answer.Whole())), Describe(Stream(answer.Events()))),
        iter: 2000, threads: 1);

    [Fact]
    public async Task AnySlicing_GivesTheSameAnswer() => await Gen.Select(Answers.Where(static answer => !answer.IsEmpty), Gen.Int[1, 40].Array[1, 8]).SampleAsync(
        static async (answer, slices) =>
        {
            var events = answer.Events();
            var expected = Describe(Stream(events));

            var actual = await StreamOverHttpAsync(Encoding.UTF8.GetBytes(Sse(events)), slices);

            Assert.Equal(expected, Describe(actual.ToChatResponse()));
        },
        iter: 300, threads: 1);

    [Fact]
    public async Task ACharacterCutAnywhere_IsWhole()
    {
        var body = Encoding.UTF8.GetBytes(Sse(PageSample.TextEvents));
        for (var cut = 1; cut < body.Length; cut++)
        {
            var updates = await StreamOverHttpAsync(body, [cut, body.Length]);

            Assert.Equal(PageSample.Text, updates.ToChatResponse().Text);
        }
    }

    [Fact]
    public async Task OneLineOfAMegabyteAndAHalf_IsRead()
    {
        var text = string.Concat(Enumerable.Repeat("汉字 abc ", 150_000));
        var body = Encoding.UTF8.GetBytes(Sse($$$"""{"choices":[{"delta":{"content":"{{{text}}}"}}]}""", Chunk("{}", "stop"), Done));

        var response = (await StreamOverHttpAsync(body, [7000])).ToChatResponse();

        Assert.True(body.Length > 1_500_000);
        Assert.Equal(text, response.Text);
    }

    [Theory]
    [InlineData("\n", "data: ")]
    [InlineData("\r\n", "data: ")]
    [InlineData("\r", "data: ")]
    [InlineData("\n", "data:")]
    [InlineData("\n", ": keep-alive\n\nid: 1\nevent: message\nretry: 5\nodd: x\ndata: ")]
    [InlineData("\n", "data:   ")]
    public async Task LineEnds_AndFieldsBesideTheData_DoNotMatter(string end, string prefix)
    {
        var body = string.Concat(PageSample.TextEvents.Select(data => prefix + data + "\n\n")).Replace("\n", end, StringComparison.Ordinal);

        Assert.Equal(PageSample.Text, (await StreamOverHttpAsync(Encoding.UTF8.GetBytes(body), [11])).ToChatResponse().Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CutAtEveryByte_ItIsTheWholeAnswerOrATypedFailure(bool text)
    {
        var events = text ? PageSample.TextEvents : PageSample.Events;
        var body = Encoding.UTF8.GetBytes(Sse(events));
        var whole = Stream(events);
        var finishEnds = Encoding.UTF8.GetByteCount(Sse(events[..^2])) - 2;

        for (var cut = 0; cut < body.Length; cut++)
        {
            var seen = new List<ChatResponseUpdate>();
            OneApiException? failure = null;
            try
            {
                await foreach (var update in OverHttpAsync(body[..cut]))
                {
                    seen.Add(update);
                }
            }
            catch (OneApiException error)
            {
                failure = error;
            }

            var said = string.Concat(seen.Select(static update => update.Text));
            Assert.StartsWith(said, whole.Text, StringComparison.Ordinal);
            if (cut >= finishEnds)
            {
                // The finish reason was read: whole, but for usage that did not come.
                Assert.True(failure is null, $"{cut}: {failure?.Kind}");
                Assert.Equal((whole.Text, whole.FinishReason), (said, seen[^1].FinishReason));
                Assert.Equal(Calls(whole).Length, Calls(seen.ToChatResponse()).Length);
            }
            else
            {
                Assert.True(failure?.Kind == OneApiErrorKind.ProtocolViolation, $"{cut}: {failure?.Kind}");
                Assert.DoesNotContain(seen, static update => update.FinishReason is not null || update.Contents.Any(static content => content is FunctionCallContent));
            }
        }
    }

    [Fact]
    public async Task AMalformedEvent_AfterContent_IsSkippedWithAWarning_ASecondOneBreaks()
    {
        var request = Request(streaming: true);
        string[] events = [Chunk(Text("a")), """{"choices":[{"delta":{"content":"lost"}""", Chunk(Text("b")), Chunk("{}", "stop"), Done];

        var response = (await StreamOverHttpAsync(Encoding.UTF8.GetBytes(Sse(events)), request: request)).ToChatResponse();

        Assert.Equal("ab", response.Text);
        AssertWarnings(request, "malformed_event:stream");
        await FailsAsync(OneApiErrorKind.ProtocolViolation, [.. events[..2], "{", .. events[2..]]);
        await FailsAsync(OneApiErrorKind.ProtocolViolation, ["{", .. events]);
    }

    [Fact]
    public async Task AFinishReason_InAMalformedEvent_IsNoEnd() => await FailsAsync(OneApiErrorKind.ProtocolViolation, [Chunk(Text("a")), """{"choices":[{"delta":{},"finish_reason":"stop"}]"""]);

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task AWholeAnswer_InsteadOfAStream_IsTaken(string mediaType)
    {
        const string Body = """{"id":"r1","model":"m1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

        var response = (await StreamOverHttpAsync(Encoding.UTF8.GetBytes(Body), [5], mediaType: mediaType)).ToChatResponse();

        Assert.Equal(("Hi", ChatFinishReason.Stop, 3L), (response.Text, response.FinishReason, response.Usage!.TotalTokenCount));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task AnError_InsteadOfAStream_IsRead(string mediaType) => Assert.Equal(
        OneApiErrorKind.RateLimited,
        (await Assert.ThrowsAsync<OneApiException>(() => StreamOverHttpAsync("""{"error":{"message":"slow down","code":"rate_limit_exceeded"}}"""u8.ToArray(), [5], mediaType: mediaType))).Kind);

    private static async Task FailsAsync(OneApiErrorKind kind, string[] events) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<OneApiException>(() => StreamOverHttpAsync(Encoding.UTF8.GetBytes(Sse(events))))).Kind);

    private sealed record GeneratedCall(string Name, string Value)
    {
        public string ArgumentText => $$"""{"v":{{Json(Value)}}}""";
    }

    /// <summary>An answer that can be written as a whole and as a stream.</summary>
    private sealed record GeneratedAnswer(string[] Text, string[] Reasoning, GeneratedCall[] Calls, string[] Refusal, int Tokens)
    {
        public bool IsEmpty => string.Concat(Text).Length == 0 && string.Concat(Reasoning).Length == 0 && Calls.Length == 0 && string.Concat(Refusal).Length == 0;

        private string Finish => Calls.Length > 0 ? "tool_calls" : "stop";

        private string Usage => $$$"""{"prompt_tokens":{{{Tokens}}},"completion_tokens":{{{Tokens}}},"total_tokens":{{{2 * Tokens}}},"prompt_tokens_details":{"cached_tokens":{{{Tokens / 2}}}}}""";

        public string Whole()
        {
            var calls = string.Join(',', Calls.Select(static (call, i) => $$$"""{"id":"c{{{i}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":{{{Json(call.ArgumentText)}}}}}"""));
            return $$$"""
                {"id":"r1","object":"chat.completion","created":1759436803,"model":"m1","usage":{{{Usage}}},
                 "choices":[{"index":0,"finish_reason":"{{{Finish}}}","message":{"role":"assistant","content":{{{Json(string.Concat(Text))}}},
                   "reasoning_content":{{{Json(string.Concat(Reasoning))}}},"refusal":{{{Json(string.Concat(Refusal))}}},"tool_calls":[{{{calls}}}]}}]}
                """;
        }

        public string[] Events()
        {
            List<string> events = [Chunk("""{"role":"assistant","content":""}""")];
            events.AddRange(Reasoning.Select(static part => Chunk($$"""{"reasoning_content":{{Json(part)}}}""")));
            events.AddRange(Text.Select(static part => Chunk(OpenAIWire.Text(part))));
            events.AddRange(Refusal.Select(static part => Chunk($$"""{"refusal":{{Json(part)}}}""")));
            for (var i = 0; i < Calls.Length; i++)
            {
                events.Add(Chunk($$$"""{"tool_calls":[{"index":{{{i}}},"id":"c{{{i}}}","type":"function","function":{"name":"{{{Calls[i].Name}}}","arguments":""}}]}"""));
            }

            // The arguments of all calls in turns, one rune at a time.
            var queues = Calls.Select(static call => new Queue<string>(call.ArgumentText.EnumerateRunes().Select(static rune => rune.ToString()))).ToArray();
            while (queues.Any(static queue => queue.Count > 0))
            {
                var fragments = queues.Select(static (queue, i) => queue.TryDequeue(out var part) ? $$$"""{"index":{{{i}}},"function":{"arguments":{{{Json(part)}}}}}""" : null);
                events.Add(Chunk($$"""{"tool_calls":[{{string.Join(',', fragments.Where(static fragment => fragment is not null))}}]}"""));
            }

            events.Add(Chunk("{}", Finish));
            events.Add($$"""{"id":"r1","object":"chat.completion.chunk","created":1759436803,"model":"m1","choices":[],"usage":{{Usage}}}""");
            events.Add(Done);
            return [.. events];
        }
    }
}
