using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Reads OpenAI chat completions and their dialects (openai.md §5, §6, §8; openai-compatible.md; mistral.md; azure.md).</summary>
/// <remarks>Longer than its neighbours: it is the one reading of a wire that sixteen providers bend.</remarks>
internal sealed class ChatCompletionsOracle
{
    private readonly string _provider;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _refusal = new();
    private readonly SortedDictionary<int, Call> _calls = [];
    private readonly List<string> _errors = [];
    private string? _finish;
    private bool _media;
    private JsonElement? _usage;

    private ChatCompletionsOracle(string provider) => _provider = provider;

    public static Expected Whole(string provider, JsonElement body)
    {
        var oracle = new ChatCompletionsOracle(provider);
        oracle.Read(body, "message");

        return oracle.Conclude();
    }

    public static Expected Stream(string provider, string body)
    {
        var oracle = new ChatCompletionsOracle(provider);
        var done = false;
        foreach (var one in EventStreamText.Split(body))
        {
            if (one.IsDone)
            {
                done = true;
                break;
            }

            using var chunk = JsonDocument.Parse(one.Data);
            oracle.Read(chunk.RootElement.Clone(), "delta");
            if (oracle._errors.Count > 0)
            {
                break;
            }
        }

        if (!done && oracle._finish is null && oracle._errors.Count == 0)
        {
            oracle._errors.Add("ProtocolViolation");
        }

        return oracle.Conclude();
    }

    private void Read(JsonElement chunk, string messageName)
    {
        ReadUsage(chunk);

        if (chunk.At("error") is { } error)
        {
            // openai-compatible.md §5: OpenRouter's error for an answer that reached max_tokens.
            if (error.Text("message") == "Token limit reached")
            {
                _finish = "length";
                return;
            }

            _errors.AddRange(ErrorOracle.Kinds("openai", 200, chunk));
            return;
        }

        // Of several choices the first is the answer (openai.md §2, n).
        var choice = chunk.Items("choices").FirstOrDefault(one => (one.Number("index") ?? 0) == 0);
        if (choice.At(messageName) is { } message)
        {
            ReadMessage(message, isWhole: messageName == "message");
        }

        if (choice.Text("finish_reason") is { Length: > 0 } finish)
        {
            _finish = finish;
        }
    }

    private void ReadMessage(JsonElement message, bool isWhole)
    {
        ReadContent(message);
        _reasoning.Append(Reasoning(message));
        _refusal.Append(message.Text("refusal"));

        // openai.md §5: the audio is data, its transcript is text.
        _text.Append(message.Text("audio", "transcript"));
        _media |= message.At("audio") is not null || message.Items("images").Any();

        foreach (var fragment in message.Items("tool_calls"))
        {
            ReadCall(fragment, isWhole);
        }
    }

    private void ReadContent(JsonElement message)
    {
        _text.Append(message.Text("content"));
        foreach (var part in message.Items("content"))
        {
            if (part.Text("type") == "text")
            {
                _text.Append(part.Text("text"));
            }

            foreach (var thought in part.Items("thinking"))
            {
                _reasoning.Append(thought.Text("text"));
            }
        }
    }

    /// <summary>A plain field wins over the details beside it (openai-compatible.md §1.5).</summary>
    private static string Reasoning(JsonElement message)
    {
        if (message.Text("reasoning_content") is { Length: > 0 } content)
        {
            return content;
        }

        return message.Text("reasoning") is { Length: > 0 } reasoning
            ? reasoning
            : string.Concat(message.Items("reasoning_details").Select(detail => detail.Text("text") ?? detail.Text("summary")));
    }

    /// <summary>openai.md §4: whole calls stand one by one; fragments by index, and without one a new id opens a call and anything else continues the last.</summary>
    private void ReadCall(JsonElement fragment, bool isWhole)
    {
        var id = fragment.Text("id");
        var last = _calls.Count == 0 ? -1 : _calls.Keys.Last();
        var index = !isWhole && fragment.Word("index") is { } stated ? int.Parse(stated, CultureInfo.InvariantCulture)
            : isWhole || last < 0 || id is { Length: > 0 } && id != _calls[last].Id ? last + 1
            : last;

        if (!_calls.TryGetValue(index, out var call))
        {
            _calls[index] = call = new Call();
        }

        call.Id = id is { Length: > 0 } ? id : call.Id;
        call.Name = call.Name.Length > 0 ? call.Name : fragment.Text("function", "name") ?? "";
        call.Arguments.Append(fragment.At("function", "arguments") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { } parsed => parsed.GetRawText(),
            null => "",
        });
    }

    /// <summary>The last usage counts (openai-compatible.md §1.3), Groq's own member included.</summary>
    private void ReadUsage(JsonElement chunk) => _usage = chunk.At("usage") ?? chunk.At("x_groq", "usage") ?? _usage;

    private Expected Conclude()
    {
        var isEmpty = _text.Length == 0 && _reasoning.Length == 0 && _refusal.Length == 0 && _calls.Count == 0 && !_media;
        if (_errors.Count == 0 && _finish == "error")
        {
            _errors.Add("ProviderUnavailable");
        }

        if (_errors.Count == 0 && isEmpty && (_finish is null or "stop"))
        {
            _errors.Add("EmptyResponse");
        }

        if (_errors.Count == 0 && isEmpty && _finish == "content_filter")
        {
            _errors.Add("ContentFiltered");
        }

        var usage = _usage ?? default;
        var input = usage.Number("prompt_tokens");
        var output = usage.Number("completion_tokens");
        var total = usage.Number("total_tokens");
        var reasoning = usage.Number("completion_tokens_details", "reasoning_tokens") ?? usage.Number("reasoning_tokens");
        var audio = usage.Number("prompt_tokens_details", "audio_tokens");

        return new Expected
        {
            Text = _text.ToString(),
            Reasoning = _reasoning.ToString(),
            Refusal = _refusal.ToString(),
            Calls = [.. _calls.Values.Select(call => new ExpectedCall(call.Name, Json.Arguments(call.Arguments.ToString())))],
            FinishReason = Finish(),
            Input = input,

            // mistral.md §5 says of its audio that it is not inside prompt_tokens; a recorded chat adds up the same way.
            AlternativeInput = input + output != total && input + audio + output == total ? input + audio : null,

            // openai-compatible.md §4: xAI's completion_tokens leave reasoning out, unless prompt and completion already make the total.
            Output = _provider == "xai" && input + output != total ? output + (reasoning ?? 0) : output,
            Total = total,

            // openai.md §8; deepseek.md §4; mistral.md §5; openai-compatible.md §8 (Together's flat member).
            Cached = usage.Number("prompt_tokens_details", "cached_tokens") ?? usage.Number("prompt_cache_hit_tokens") ?? usage.Number("num_cached_tokens") ?? usage.Number("cached_tokens"),
            ReasoningTokens = reasoning,
            Errors = _errors,
        };
    }

    private string? Finish() => (_provider, _finish) switch
    {
        (_, "function_call") => "tool_calls",
        ("mistral", "model_length") => "length",
        ("zai", "sensitive") => "content_filter",
        _ => _finish,
    };

    private sealed class Call
    {
        public string? Id { get; set; }

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
