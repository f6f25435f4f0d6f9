using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.Completions;
using OneApi.Client.AspNetCore.Endpoints;
using OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Completions;

public sealed class CompletionsDialectTests
{
    private static readonly CompletionsDialect Dialect = new(new FakeTimeProvider(ChatWire.Now));

    [Fact]
    public void Read_PromptAndSettings_AreAUsersMessageAndOptions()
    {
        var chat = Read("""
            {"model":"m","prompt":"Once","max_tokens":9,"temperature":0.5,"top_p":0.25,"frequency_penalty":1,"presence_penalty":-1,"seed":7,"stop":"END","group":"vip","user":"u","fallbacks":["a"],
             "n":1,"best_of":1,"suffix":"","stream":true,"stream_options":{"include_usage":true}}
            """);

        var message = Assert.Single(chat.Messages);
        Assert.Equal((ChatRole.User, "Once"), (message.Role, message.Text));
        Assert.Equal(("m", 9, 0.5f, 0.25f, 1f, -1f, 7L), (chat.Options.ModelId, chat.Options.MaxOutputTokens, chat.Options.Temperature, chat.Options.TopP, chat.Options.FrequencyPenalty, chat.Options.PresencePenalty, chat.Options.Seed));
        Assert.Equal(["END"], chat.Options.StopSequences!);
        Assert.Equal(("u", "vip"), (chat.Options.EndUser, chat.Options.Group));
        Assert.Equal(["a"], chat.Options.Fallbacks!);
        Assert.Equal((true, true), (chat.Streaming, chat.WantsUsage));
        Assert.Null(Dialect.Wire);
    }

    [Fact]
    public void Read_NoLimit_IsOpenAIsOwn() => Assert.Equal(16, Read("""{"prompt":["Once"]}""").Options.MaxOutputTokens);

    [Fact]
    public void Read_OtherMembers_StandUnderTheWiresName() =>
        Assert.Equal(["chat-completions:logit_bias", "chat-completions:top_k"], Read("""{"prompt":"Once","logit_bias":{"1":2},"top_k":5,"nothing":null}""").Options.AdditionalProperties!.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"model":"m"}""", "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'.")]
    [InlineData("""{"prompt":5}""", "prompt", "invalid_type", "expected a string, but got a number instead.")]
    [InlineData("""{"prompt":["a","b"]}""", "prompt", "invalid_value", "There are 2 prompts; send one in each call.")]
    [InlineData("""{"prompt":[1,2]}""", "prompt", "invalid_value", "send the text")]
    [InlineData("""{"prompt":[]}""", "prompt", "invalid_value", "send the text")]
    [InlineData("""{"prompt":"x","suffix":"y"}""", "suffix", "unsupported_parameter", "leave it out")]
    [InlineData("""{"prompt":"x","n":2}""", "n", "unsupported_parameter", "use 1")]
    [InlineData("""{"prompt":"x","best_of":3}""", "best_of", "unsupported_parameter", "use 1")]
    [InlineData("""{"prompt":"x","logprobs":3}""", "logprobs", "unsupported_parameter", "leave it out")]
    [InlineData("""{"prompt":"x","max_tokens":-1}""", "max_tokens", "integer_out_of_range", "use an integer from 0")]
    [InlineData("""{"prompt":"x","echo":"yes"}""", "echo", "invalid_type", "expected a boolean, but got a string instead.")]
    [InlineData("""{"prompt":"\ud83d"}""", null, "invalid_json", "surrogate")]
    public void Bodies_AreRefused(string body, string? param, string code, string part)
    {
        var error = Assert.Throws<EndpointException>(() => Read(body)).Error;

        Assert.Equal((400, param, code), (error.Status, error.Param, error.Code));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "Hello")]
    [InlineData(true, "OnceHello")]
    public void Answer_IsATextCompletion(bool echo, string expected)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hello")) { ResponseId = "r", ModelId = "x", FinishReason = ChatFinishReason.Length, Usage = new() { InputTokenCount = 3, OutputTokenCount = 2 } };

        var text = ChatWire.Text(output => Dialect.WriteAnswer(output, response, Read($$"""{"prompt":"Once","echo":{{(echo ? "true" : "false")}}}""")));

        ChatWire.AssertJson(
            $$$"""
            {"id":"r","object":"text_completion","created":1800000000,"model":"x","choices":[{"text":"{{{expected}}}","index":0,"logprobs":null,"finish_reason":"length"}],
             "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0} } }
            """,
            JsonNode.Parse(text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stream_EchoesOnceFinishesOnceAndEndsOnce(bool wantsUsage)
    {
        var chat = Read($$$"""{"model":"m","prompt":"Once","echo":true,"stream":true,"stream_options":{"include_usage":{{{(wantsUsage ? "true" : "false")}}} } }""");
        var text = ChatWire.Text(output =>
        {
            var writer = Dialect.CreateEventWriter(chat);
            writer.Write(output, ChatWire.Update(new TextContent(" upon")));
            writer.Write(output, ChatWire.Update(new TextReasoningContent("hm"), new TextContent(" a"), new UsageContent(new() { InputTokenCount = 3, OutputTokenCount = 2 })));
            writer.Complete(output);
        });

        var chunks = ChatWire.Chunks(text);
        var choices = chunks.SelectMany(static chunk => chunk["choices"]!.AsArray()).ToList();
        Assert.Equal("Once upon a", string.Concat(choices.Select(static choice => choice!["text"]!.GetValue<string>())));
        Assert.Equal(["stop"], choices.Select(static choice => choice!["finish_reason"]?.GetValue<string>()).OfType<string>());
        Assert.Equal("stop", choices[^1]!["finish_reason"]!.GetValue<string>());
        Assert.Single(chunks.Select(static chunk => $"{chunk["id"]} {chunk["object"]} {chunk["created"]} {chunk["model"]}").Distinct());
        Assert.Equal(wantsUsage ? 1 : 0, chunks.Count(static chunk => chunk["usage"] is not null));
        Assert.Equal(wantsUsage, chunks[^1]["usage"] is JsonObject && chunks[^1]["choices"]!.AsArray().Count == 0);
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(wantsUsage, chunk.AsObject().ContainsKey("usage")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prompt_ThroughAnotherWire_IsCompleted(bool streaming)
    {
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { Text = "Grüße 😀!" });
        await using var scene = new ChatScene(fake, "anthropic", Dialect);

        var text = await scene.AskAsync($$"""{"model":"claude-haiku-4-5","prompt":"Once","top_k":5,"logit_bias":{"1":2},"stream":{{(streaming ? "true" : "false")}}}""");

        Assert.Equal("Grüße 😀!", string.Concat((streaming ? ChatWire.Chunks(text) : [JsonNode.Parse(text)!]).Select(static chunk => chunk["choices"]![0]!["text"]!.GetValue<string>())));
        Assert.Equal("Once", fake.Requests[^1].Json.GetProperty("messages")[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.DoesNotContain("logit_bias", fake.Requests[^1].Json.GetRawText(), StringComparison.Ordinal);
    }

    private static ChatBody Read(string body) => Dialect.Read(Encoding.UTF8.GetBytes(body));
}
