using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>Recorded answers, read by the gateway and written by the dialect, say the same as before.</summary>
public sealed class ChatRecordingTests
{
    private const string Request = """
        {"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]
        """;

    /// <summary>
    /// Allowed differences: other choices than the first, members that one provider only knows, "" for no text, <c>reasoning</c> under its older name,
    /// arguments in another spelling of the same JSON, <c>function_call</c> as a tool call, and details of usage that are zero.
    /// </summary>
    [Fact]
    public async Task Answers_Translated_SayTheSame()
    {
        var different = new List<string>();
        var count = 0;
        await using var fake = FakeOpenAI.Start();
        await using var scene = new ChatScene(fake, "openai");
        foreach (var (name, body) in ChatRecordings.Find(streaming: false))
        {
            var recorded = JsonNode.Parse(Encoding.UTF8.GetString(body.Span))!;
            fake.Reply(new FakeReply { RawBody = body, ContentType = "application/json" });
            var hasIds = First(recorded)["message"]!["tool_calls"] is JsonArray { Count: > 0 } calls && calls[0]!["id"]?.ToString() is { Length: > 0 };
            var hasCited = First(recorded)["message"]!["annotations"] is JsonArray;
            var expected = Summary(recorded, hasIds, hasCited);
            string actual;
            try
            {
                actual = Summary(JsonNode.Parse(await scene.AskAsync(Request + "}"))!, hasIds, hasCited);
            }
            catch (OneApiException error) when (IsEmpty(recorded))
            {
                Assert.Equal(OneApiErrorKind.EmptyResponse, error.Kind); // an answer that says nothing is a failure to the gateway
                continue;
            }

            count++;
            if (expected != actual)
            {
                different.Add($"{name}\n  expected {expected}\n  actual   {actual}");
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {count} differ:\n" + string.Join('\n', different.Select(static text => text[..Math.Min(text.Length, 3000)]).Take(3)));
        Assert.True(count > 100, $"Only {count} answers were found.");
    }

    /// <summary>Allowed differences: usage where the provider has told none (then it is the gateway's own count), and a reason to end where it has told none.</summary>
    [Fact]
    public async Task Streams_TranslatedAndReadAgain_SayTheSame()
    {
        var different = new List<string>();
        var count = 0;
        await using var fake = FakeOpenAI.Start();
        await using var scene = new ChatScene(fake, "openai");
        foreach (var (name, body) in ChatRecordings.Find(streaming: true))
        {
            fake.Reply(new FakeReply { RawBody = body, ContentType = "text/event-stream" });
            var expected = await ReadAsync(scene);
            fake.Reply(new FakeReply { RawBody = body, ContentType = "text/event-stream" });
            var written = await scene.AskAsync(Request + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
            ChatChunkTests.AssertWellFormed(written, wantsUsage: true);
            fake.Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes(written), ContentType = "text/event-stream" });
            var actual = await ReadAsync(scene);
            count++;
            if (!actual.StartsWith(expected, StringComparison.Ordinal))
            {
                different.Add($"{name}\n  expected {expected}\n  actual   {actual}");
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {count} differ:\n" + string.Join('\n', different.Take(5)));
        Assert.True(count > 20, $"Only {count} streams were found.");
    }

    private static async Task<string> ReadAsync(ChatScene scene)
    {
        var response = await scene.Gateway.Chat.GetStreamingResponseAsync("Hi", new() { ModelId = "gpt-4o" }, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
        var contents = response.Messages.SelectMany(static message => message.Contents).ToList();
        var summary = new StringBuilder($"{response.ResponseId} {response.ModelId}\n[text] {response.Text}");
        summary.Append("\n[thought] ").AppendJoin("", contents.OfType<TextReasoningContent>().Select(static content => content.Text));
        summary.Append("\n[refusal] ").AppendJoin("", contents.OfType<ErrorContent>().Select(static content => content.Message));
        summary.Append("\n[calls] ").AppendJoin(" ", contents.OfType<FunctionCallContent>().Select(static call => $"{call.CallId} {call.Name} {string.Join(',', call.Arguments?.Select(static argument => $"{argument.Key}={argument.Value}") ?? [])}"));
        summary.Append("\n[media] ").AppendJoin(" ", contents.OfType<DataContent>().Select(static content => $"{content.MediaType} {content.Data.Length}"));
        summary.Append("\n[cited] ").AppendJoin(" ", contents.SelectMany(static content => content.Annotations ?? []).OfType<CitationAnnotation>().Select(static cited => cited.Url?.ToString() ?? string.Empty).Where(static url => url.Length > 0));
        summary.Append($"\n[finish] {response.FinishReason?.Value ?? (contents.Exists(static content => content is FunctionCallContent) ? "tool_calls" : "stop")}\n[usage] ");
        return response.Usage is null ? summary.ToString() : summary.Append($"{response.Usage.InputTokenCount} {response.Usage.OutputTokenCount} {response.Usage.TotalTokenCount} {response.Usage.CachedInputTokenCount ?? 0} {response.Usage.ReasoningTokenCount ?? 0}").ToString();
    }

    private static bool IsEmpty(JsonNode answer) =>
        First(answer)["message"] is JsonObject message && message["tool_calls"] is null && Text(message["content"]).Length == 0 && Text(message["reasoning"] ?? message["reasoning_content"]).Length == 0;

    private static JsonNode First(JsonNode answer) =>
        answer["choices"]!.AsArray().FirstOrDefault(static choice => choice!["index"]?.GetValue<int>() == 0) ?? answer["choices"]![0]!;

    /// <summary>What an answer says; ids of calls and sources only where the recorded one has them in their place (the gateway makes ids, and reads other lists of sources).</summary>
    private static string Summary(JsonNode answer, bool hasIds, bool hasCited)
    {
        var choice = First(answer);
        var message = choice["message"]!;
        var summary = new StringBuilder($"{answer["id"]} {answer["object"]} {answer["created"]} {answer["model"]} {answer["service_tier"]} {answer["system_fingerprint"]} {Finish(choice["finish_reason"])}");
        summary.Append("\n[content] ").Append(Text(message["content"]));
        summary.Append("\n[thought] ").Append(Text(message["reasoning_content"] ?? message["reasoning"])).AppendJoin("", Thoughts(message["content"]));
        summary.Append("\n[details] ").Append(message["reasoning_details"]?.ToJsonString());
        summary.Append("\n[refusal] ").Append(Text(message["refusal"]));
        foreach (var call in (message["tool_calls"] as JsonArray ?? []).Select(static call => (Id: call!["id"]?.ToString(), Function: call["function"])).Concat(message["function_call"] is { } older ? [(null, older)] : []))
        {
            summary.Append($"\n[call] {(hasIds ? call.Id : null)} {call.Function!["name"]} {Json(call.Function["arguments"]?.ToString() ?? "")}");
        }

        foreach (var cited in (hasCited ? message["annotations"] as JsonArray ?? [] : []).Select(static annotation => annotation!["url_citation"]).OfType<JsonObject>())
        {
            summary.Append($"\n[cited] {cited["start_index"] ?? 0} {cited["end_index"] ?? 0} {cited["title"]} {cited["url"]}");
        }

        foreach (var image in message["images"] as JsonArray ?? [])
        {
            summary.Append("\n[image] ").Append(image!["image_url"]!["url"]);
        }

        summary.Append("\n[audio] ").Append($"{message["audio"]?["id"]} {message["audio"]?["data"]} {message["audio"]?["transcript"]}");
        summary.Append("\n[logprobs] ").Append(choice["logprobs"]?.ToJsonString());
        var usage = answer["usage"];
        summary.Append($"\n[usage] {usage?["prompt_tokens"]} {usage?["completion_tokens"]} {usage?["total_tokens"]}");
        foreach (var (details, first) in new[] { ("prompt_tokens_details", "cached_tokens"), ("completion_tokens_details", "reasoning_tokens") })
        {
            foreach (var (name, value) in (usage?[details] as JsonObject ?? CachedBeside(usage, details)).OrderBy(static member => member.Key, StringComparer.Ordinal))
            {
                summary.Append(value is null || value.ToString() == "0" ? "" : $" {name}={value}");
            }
        }

        return summary.ToString();
    }

    /// <summary>Some count cached tokens beside the details.</summary>
    private static JsonObject CachedBeside(JsonNode? usage, string details) =>
        details == "prompt_tokens_details" && (usage?["num_cached_tokens"] ?? usage?["prompt_cache_hit_tokens"] ?? usage?["cached_tokens"]) is { } cached ? new() { ["cached_tokens"] = cached.DeepClone() } : [];

    private static string Finish(JsonNode? word) => word?.ToString() is "function_call" ? "tool_calls" : word?.ToString() ?? "";

    private static string Text(JsonNode? content) => content switch
    {
        null => string.Empty,
        JsonArray parts => string.Concat(parts.Select(static part => part!["text"]?.ToString())),
        _ => content.ToString(),
    };

    /// <summary>Mistral's thinking stands among the parts of the content.</summary>
    private static IEnumerable<string> Thoughts(JsonNode? content) =>
        (content as JsonArray ?? []).Where(static part => part!["type"]?.ToString() == "thinking").Select(static part => Text(part!["thinking"]));

    private static string Json(string text)
    {
        try
        {
            return JsonNode.Parse(text.Length == 0 ? "{}" : text)!.ToJsonString();
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }
}
