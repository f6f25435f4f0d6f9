using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>Recorded answers of the real service, read by the gateway and written by the dialect, say the same as before. Skipped where the recordings are absent.</summary>
public sealed class MessagesRecordingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RecordedAnswers_Translated_SayTheSame(bool streaming)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "The recordings are absent: no folder shared/recordings above the test binary.");
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);
        var count = 0;
        var different = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var exchange in RecordedExchange.Load(file).Where(exchange => IsAnswer(exchange, streaming)))
            {
                fake.Reply(new FakeReply { RawBody = exchange.ResponseBody, ContentType = streaming ? "text/event-stream" : "application/json" });
                var text = await scene.AskAsync($$"""{"model":"claude-x","max_tokens":10,"stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""");
                var expected = Summary(exchange.ResponseBody, streaming);
                var actual = Summary(Encoding.UTF8.GetBytes(text), streaming);
                count++;
                if (expected != actual)
                {
                    different.Add($"{Path.GetFileName(file)}\n  expected {expected}\n  actual   {actual}");
                }
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {count} differ:\n" + string.Join('\n', different.Take(3)));
        Assert.True(count > 10, $"Only {count} answers were found.");
    }

    private static bool IsAnswer(RecordedExchange exchange, bool streaming)
    {
        if (exchange.StatusCode != 200 || exchange.Method != "POST" || !exchange.Url.AbsolutePath.EndsWith("/v1/messages", StringComparison.Ordinal))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(exchange.ResponseBody.Span);
        return streaming
            ? text.StartsWith("event: message_start", StringComparison.Ordinal) && text.Contains("\"message_stop\"", StringComparison.Ordinal) && text.Contains("content_block_start", StringComparison.Ordinal)
            : text.TrimStart().StartsWith('{') && JsonNode.Parse(text)!["content"] is JsonArray { Count: > 0 };
    }

    /// <summary>What an answer says: blocks in order, neighbouring texts as one (a stream that was translated doesn't part them), why it ended, what it used.</summary>
    private static string Summary(ReadOnlyMemory<byte> body, bool streaming)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        var message = streaming ? MessagesScene.Accumulate(text.TrimEnd('\n') + "\n\n") : JsonNode.Parse(text)!;
        var summary = new StringBuilder();
        string? before = null;
        foreach (var block in message["content"]!.AsArray())
        {
            var type = block!["type"]!.GetValue<string>();
            var said = type switch
            {
                "text" => block["text"]!.GetValue<string>(),
                "thinking" => block["thinking"]!.GetValue<string>() + "|" + block["signature"],
                "redacted_thinking" => block["data"]!.GetValue<string>(),
                "tool_use" => $"{block["id"]} {block["name"]} {block["input"]!.ToJsonString()}",
                _ => $"{block["id"] ?? block["tool_use_id"]} {block["name"]} {block["input"]?.ToJsonString()} {block["content"]?.ToJsonString()}",
            };
            if (said.Length > 0)
            {
                summary.Append(type == "text" && before == "text" ? said : $"\n[{type}] {said}");
                before = type;
            }
        }

        summary.Append($"\n{message["stop_reason"]} {message["stop_sequence"]}");
        foreach (var name in (string[])["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"])
        {
            summary.Append(' ').Append(message["usage"]![name] ?? 0);
        }

        return summary.ToString();
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "recordings", "anthropic");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
