using System.Text;
using System.Text.Json;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Reads Anthropic messages (anthropic.md §4, §6, §8). Server tool blocks are not calls of ours.</summary>
internal sealed class MessagesOracle
{
    private readonly SortedDictionary<long, Block> _blocks = [];
    private readonly Dictionary<string, long> _usage = [];
    private readonly List<string> _errors = [];
    private string? _stop;

    public static Expected Whole(JsonElement body)
    {
        var oracle = new MessagesOracle();
        foreach (var block in body.Items("content"))
        {
            oracle.Open(oracle._blocks.Count, block);
        }

        oracle._stop = body.Text("stop_reason");
        oracle.ReadUsage(body);

        return oracle.Conclude();
    }

    public static Expected Stream(string body)
    {
        var oracle = new MessagesOracle();
        var stopped = false;
        foreach (var one in EventStreamText.Split(body))
        {
            using var document = JsonDocument.Parse(one.Data);
            var data = document.RootElement.Clone();
            if (data.Text("type") == "error")
            {
                oracle._errors.AddRange(ErrorOracle.Kinds("anthropic", 200, data));
                break;
            }

            oracle.Read(data);
            stopped |= data.Text("type") == "message_stop";
        }

        if (!stopped && oracle._errors.Count == 0)
        {
            oracle._errors.Add("ProtocolViolation");
        }

        return oracle.Conclude();
    }

    private void Read(JsonElement data)
    {
        switch (data.Text("type"))
        {
            case "message_start":
                ReadUsage(data.At("message")!.Value);
                break;
            case "content_block_start":
                Open(data.Number("index")!.Value, data.At("content_block")!.Value);
                break;
            case "content_block_delta":
                var block = _blocks[data.Number("index")!.Value];
                var delta = data.At("delta")!.Value;
                block.Text.Append(delta.Text("text"));
                block.Thinking.Append(delta.Text("thinking"));
                block.Deltas.Append(delta.Text("partial_json"));
                break;
            case "message_delta":
                _stop = data.Text("delta", "stop_reason") ?? _stop;
                ReadUsage(data);
                break;
        }
    }

    private void Open(long index, JsonElement start)
    {
        var block = new Block { Type = start.Text("type")!, Name = start.Text("name") ?? "", Input = start.At("input")?.GetRawText() ?? "{}" };
        block.Text.Append(start.Text("text"));
        block.Thinking.Append(start.Text("thinking"));
        _blocks[index] = block;
    }

    /// <summary>Usage is cumulative: replace, never add; what is missing keeps its value.</summary>
    private void ReadUsage(JsonElement holder)
    {
        foreach (var name in (string[])["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"])
        {
            if (holder.Number("usage", name) is { } value)
            {
                _usage[name] = value;
            }
        }

        if (holder.Number("usage", "output_tokens_details", "thinking_tokens") is { } thinking)
        {
            _usage["thinking_tokens"] = thinking;
        }
    }

    private Expected Conclude()
    {
        var input = Of("input_tokens") + (Of("cache_creation_input_tokens") ?? 0) + (Of("cache_read_input_tokens") ?? 0);
        var output = Of("output_tokens");
        if (_errors.Count == 0 && _blocks.Count == 0 && _stop == "end_turn")
        {
            _errors.Add("EmptyResponse");
        }

        return new Expected
        {
            Text = string.Concat(_blocks.Values.Where(block => block.Type == "text").Select(block => block.Text)),
            Reasoning = string.Concat(_blocks.Values.Where(block => block.Type == "thinking").Select(block => block.Thinking)),
            Calls = [.. _blocks.Values.Where(block => block.Type == "tool_use").Select(block => new ExpectedCall(block.Name, Json.Arguments(block.Arguments)))],
            FinishReason = Finish(_stop),
            Input = input,
            Output = output,
            Total = input + output,
            Cached = Of("cache_read_input_tokens"),
            ReasoningTokens = Of("thinking_tokens"),
            Errors = _errors,
        };
    }

    private long? Of(string name) => _usage.TryGetValue(name, out var value) ? value : null;

    private static string? Finish(string? stop) => stop switch
    {
        "end_turn" or "stop_sequence" => "stop",
        "max_tokens" or "model_context_window_exceeded" => "length",
        "tool_use" => "tool_calls",
        "refusal" => "content_filter",
        "pause_turn" or "compaction" => "stop",
        _ => stop,
    };

    private sealed class Block
    {
        public required string Type { get; init; }

        public required string Name { get; init; }

        /// <summary>Gets the input that stood in the start of the block: the whole one, or that of a stream without deltas.</summary>
        public required string Input { get; init; }

        public StringBuilder Text { get; } = new();

        public StringBuilder Thinking { get; } = new();

        public StringBuilder Deltas { get; } = new();

        public string Arguments => Deltas.Length > 0 ? Deltas.ToString() : Input;
    }
}
