using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>The writer of streamed answers.</summary>
public sealed class ChatChunkTests
{
    private static readonly Gen<AIContent> Said = Gen.OneOf<AIContent>(
        Gen.String[Gen.Char['a', 'z'], 0, 5].Select(static text => (AIContent)new TextContent(text)),
        Gen.Const(static () => (AIContent)new TextReasoningContent("hm")),
        Gen.Const(static () => (AIContent)new TextReasoningContent(null) { ProtectedData = """[{"type":"reasoning.encrypted"}]""" }),
        Gen.Const(static () => (AIContent)new TextContent("") { Annotations = [new CitationAnnotation { Url = new("https://example.com") }] }),
        Gen.Const(static () => (AIContent)new ErrorContent("No.") { ErrorCode = "Refusal" }),
        Gen.Int[1, 9].Select(static number => (AIContent)new FunctionCallContent("call_" + number, "f", new Dictionary<string, object?> { ["n"] = number })),
        Gen.Const(static () => (AIContent)new DataContent(new byte[] { 1 }, "image/png")),
        Gen.Const(static () => (AIContent)new DataContent(new byte[] { 1 }, "audio/pcm")),
        Gen.Const(static () => (AIContent)new AIContent()),
        Gen.Int[1, 99].Select(static count => (AIContent)new UsageContent(new() { InputTokenCount = count, OutputTokenCount = 1 })));

    private static readonly Gen<(AIContent[][] Updates, bool WantsUsage, bool Finishes)> Streams = Gen.Select(Said.Array[0, 3].Array[0, 6], Gen.Bool, Gen.Bool);

    [Fact]
    public void AnyStream_HasOneRoleOneFinishOneEndAndOneIdentity() =>
        Streams.Sample(
            static stream =>
            {
                var updates = stream.Updates.Select(static contents => Update(contents)).ToList();
                if (stream.Finishes && updates.Count > 0)
                {
                    updates[^1].FinishReason = ChatFinishReason.Length;
                }

                var text = Stream(stream.WantsUsage, [.. updates]);

                AssertWellFormed(text, stream.WantsUsage);
                var contents = stream.Updates.SelectMany(static contents => contents).ToList();
                var deltas = Chunks(text).Where(static chunk => chunk["choices"]!.AsArray().Count > 0).Select(static chunk => chunk["choices"]![0]!["delta"]!).ToList();
                Assert.Equal(string.Concat(contents.OfType<TextContent>().Select(static content => content.Text)), string.Concat(deltas.Select(static delta => delta["content"]?.GetValue<string>())));
                Assert.Equal(contents.OfType<FunctionCallContent>().Select(static call => call.CallId), deltas.Select(static delta => delta["tool_calls"]?[0]!["id"]!.GetValue<string>()).OfType<string>());
                Assert.Equal(contents.OfType<FunctionCallContent>().Select(static (_, index) => index), deltas.Where(static delta => delta["tool_calls"] is not null).Select(static delta => delta["tool_calls"]![0]!["index"]!.GetValue<int>()));
                Assert.Equal(stream.WantsUsage && contents.Exists(static content => content is UsageContent), Chunks(text)[^1]["usage"] is JsonObject);
                var finish = stream.Finishes && updates.Count > 0 ? "length" : contents.Exists(static content => content is FunctionCallContent) ? "tool_calls" : "stop";
                Assert.Equal(finish, Chunks(text).Last(static chunk => chunk["choices"]!.AsArray().Count > 0)["choices"]![0]!["finish_reason"]!.GetValue<string>());
            },
            iter: 1000,
            threads: 1);

    /// <summary>A channel falls silent in the middle of a stream that was passed on, and another goes on: one stream to the caller.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RelayedStream_ThatAnotherGoesOn_StaysOneStream(bool wantsUsage)
    {
        var text = Stream(
            wantsUsage,
            Relayed(wantsUsage, """{"role":"assistant","content":""}"""),
            Relayed(wantsUsage, """{"content":"Good "}""", new TextContent("Good ")),
            new(ChatRole.Assistant, [new TextContent("morning.")]) { ResponseId = "other", ModelId = "other" },
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "f"), new UsageContent(new() { InputTokenCount = 3, OutputTokenCount = 2 })]) { ResponseId = "other", ModelId = "other", FinishReason = ChatFinishReason.ToolCalls });

        AssertWellFormed(text, wantsUsage);
        var chunks = Chunks(text);
        Assert.Equal("Good morning.", string.Concat(chunks.Where(static chunk => chunk["choices"]!.AsArray().Count > 0).Select(static chunk => chunk["choices"]![0]!["delta"]!["content"]?.GetValue<string>())));
        Assert.Equal("chatcmpl-1", chunks[^1]["id"]!.GetValue<string>());
        Assert.Equal(wantsUsage, chunks[^1]["usage"] is JsonObject);
    }

    /// <summary>Whoever takes over may have nothing more to say than that it is the end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RelayedStream_ThatAnotherOnlyEnds_HasItsEnd(bool wantsUsage)
    {
        var text = Stream(
            wantsUsage,
            Relayed(wantsUsage, """{"role":"assistant","content":""}"""),
            Relayed(wantsUsage, """{"content":"Good "}""", new TextContent("Good ")),
            new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 3, OutputTokenCount = 2 })]) { ResponseId = "other", FinishReason = ChatFinishReason.Stop });

        AssertWellFormed(text, wantsUsage);
        Assert.Equal(wantsUsage, Chunks(text)[^1]["usage"] is JsonObject);
    }

    [Fact]
    public void RelayedStream_IsTheBytesThatCame()
    {
        var updates = new[] { Relayed(false, """{"role":"assistant","content":""}"""), Relayed(false, """{"content":"Hi"}""", new TextContent("Hi")), Relayed(false, "{}", finish: "stop") };
        var end = new ChatResponseUpdate { RawRepresentation = new WireBytes("chat-completions", "data:  [DONE]\n\n"u8.ToArray(), true) };

        Assert.Equal(string.Concat(updates.Select(static update => Encoding.UTF8.GetString(((WireBytes)update.RawRepresentation!).Bytes.Span))) + "data:  [DONE]\n\n", Stream(wantsUsage: true, [.. updates, end]));
    }

    [Fact]
    public void NothingSaid_IsStillAWholeStream()
    {
        var text = Stream(wantsUsage: true);

        AssertWellFormed(text, wantsUsage: true);
        Assert.Equal(2, Chunks(text).Count);
        Assert.Equal(("m", Now.ToUnixTimeSeconds()), (Chunks(text)[0]["model"]!.GetValue<string>(), Chunks(text)[0]["created"]!.GetValue<long>()));
    }

    [Fact]
    public void Chances_GoWithTheDeltaThatTheyAreOf()
    {
        var update = Update(new TextContent("Hi"));
        update.AdditionalProperties = new() { ["logprobs"] = JsonElement.Parse("""{"content":[]}"""), ["system_fingerprint"] = JsonElement.Parse("\"fp\"") };

        var chunks = Chunks(Stream(false, update));

        Assert.Equal([null, """{"content":[]}""", null], chunks.Select(static chunk => chunk["choices"]![0]!["logprobs"]?.ToJsonString()));
        Assert.All(chunks, static chunk => Assert.Equal("fp", chunk["system_fingerprint"]!.GetValue<string>()));
    }

    /// <summary>Every chunk of a stream is well formed, and each thing that is said once is said once and at its place.</summary>
    internal static void AssertWellFormed(string stream, bool wantsUsage)
    {
        var chunks = Chunks(stream);
        Assert.All(chunks, static chunk => Assert.Equal("chat.completion.chunk", chunk["object"]!.GetValue<string>()));
        Assert.Single(chunks.Select(static chunk => (chunk["id"]!.GetValue<string>(), chunk["created"]!.GetValue<long>(), chunk["model"]!.GetValue<string>())).Distinct());
        var hasUsage = chunks[^1]["choices"]!.AsArray().Count == 0;
        var spoken = hasUsage ? chunks[..^1] : chunks;
        Assert.All(spoken, chunk => Assert.Equal(wantsUsage, chunk.AsObject().ContainsKey("usage")));
        Assert.All(spoken, static chunk => Assert.Null(chunk["usage"]));
        Assert.True(wantsUsage || !hasUsage);
        Assert.True(!hasUsage || chunks[^1]["usage"] is JsonObject);
        var choices = spoken.Select(static chunk => Assert.Single(chunk["choices"]!.AsArray())!).ToList();
        Assert.Equal("assistant", choices[0]["delta"]!["role"]!.GetValue<string>());
        Assert.All(choices.Skip(1), static choice => Assert.Null(choice["delta"]!["role"]));
        Assert.All(choices.SkipLast(1), static choice => Assert.Null(choice["finish_reason"]));
        Assert.NotNull(choices[^1]["finish_reason"]);
    }

    private static ChatResponseUpdate Relayed(bool wantsUsage, string delta, AIContent? content = null, string? finish = null)
    {
        var usage = wantsUsage ? ",\"usage\":null" : "";
        var text = $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]{{usage}}}""" + "\n\n";
        return new(ChatRole.Assistant, content is null ? [] : [content])
        {
            ResponseId = "chatcmpl-1",
            ModelId = "gpt-x",
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            RawRepresentation = new WireBytes("chat-completions", Encoding.UTF8.GetBytes(text), false),
        };
    }
}
