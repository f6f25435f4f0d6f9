using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Reads Gemini's generateContent, whole and streamed (gemini.md §5, §6, §8; vertex.md §3).</summary>
internal sealed class GenerateContentOracle
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<ExpectedCall> _calls = [];
    private readonly List<string> _errors = [];
    private bool _other;
    private string? _blocked;
    private string? _finish;
    private JsonElement? _usage;
    private PartialArguments? _partial;

    public static Expected Whole(JsonElement body)
    {
        var oracle = new GenerateContentOracle();
        oracle.Read(body);

        return oracle.Conclude();
    }

    public static Expected Stream(string body)
    {
        var oracle = new GenerateContentOracle();
        foreach (var one in EventStreamText.Split(body))
        {
            using var document = JsonDocument.Parse(one.Data);
            var chunk = document.RootElement.Clone();
            if (chunk.At("error") is not null)
            {
                oracle._errors.AddRange(ErrorOracle.Kinds("gemini", 200, chunk));
                break;
            }

            oracle.Read(chunk);
        }

        if (oracle is { _finish: null, _blocked: null, _errors.Count: 0 })
        {
            oracle._errors.Add("ProtocolViolation");
        }

        return oracle.Conclude();
    }

    private void Read(JsonElement chunk)
    {
        _blocked = chunk.Text("promptFeedback", "blockReason") ?? _blocked;

        // Vertex sends chunks whose usage is a traffic type and no counts.
        if (chunk.Number("usageMetadata", "totalTokenCount") is not null)
        {
            _usage = chunk.At("usageMetadata");
        }

        var candidate = chunk.Items("candidates").FirstOrDefault(one => (one.Number("index") ?? 0) == 0);
        foreach (var part in candidate.Items("content", "parts"))
        {
            ReadPart(part);
        }

        _finish = candidate.Text("finishReason") ?? _finish;
    }

    private void ReadPart(JsonElement part)
    {
        if (part.Text("text") is { } text)
        {
            (part.Flag("thought") ? _reasoning : _text).Append(text);
        }
        else if (part.At("functionCall") is { } call)
        {
            ReadCall(call);
        }
        else
        {
            // inlineData is content; executableCode, codeExecutionResult, toolCall, toolResponse are kept raw.
            _other = true;
        }
    }

    /// <summary>A call comes whole, or (streamFunctionCallArguments, gemini.md §6) in pieces: a name, values by path, an end.</summary>
    private void ReadCall(JsonElement call)
    {
        if (_partial is null && call.Items("partialArgs").Any() is false && !call.Flag("willContinue"))
        {
            _calls.Add(new ExpectedCall(call.Text("name")!, Json.Arguments(call.At("args")?.GetRawText() ?? "")));
            return;
        }

        _partial ??= new PartialArguments(call.Text("name")!);
        foreach (var piece in call.Items("partialArgs"))
        {
            _partial.Add(piece);
        }

        if (!call.Flag("willContinue"))
        {
            _calls.Add(new ExpectedCall(_partial.Name, _partial.Arguments));
            _partial = null;
        }
    }

    private Expected Conclude()
    {
        var isEmpty = _text.Length == 0 && _reasoning.Length == 0 && _calls.Count == 0 && !_other;
        var finish = Finish();
        if (_errors.Count == 0 && isEmpty && (_blocked is not null || finish == "content_filter"))
        {
            _errors.Add("ContentFiltered");
        }

        if (_errors.Count == 0 && isEmpty && finish != "length")
        {
            _errors.Add("EmptyResponse");
        }

        var usage = _usage ?? default;
        var candidates = usage.Number("candidatesTokenCount");
        var thoughts = usage.Number("thoughtsTokenCount");
        return new Expected
        {
            Text = _text.ToString(),
            Reasoning = _reasoning.ToString(),
            Calls = _calls,
            FinishReason = finish,
            Input = usage.Number("promptTokenCount") + (usage.Number("toolUsePromptTokenCount") ?? 0),
            Output = candidates is null && thoughts is null ? null : (candidates ?? 0) + (thoughts ?? 0),
            Total = usage.Number("totalTokenCount"),
            Cached = usage.Number("cachedContentTokenCount"),
            ReasoningTokens = thoughts,
            Errors = _errors,
        };
    }

    private string? Finish() => _finish switch
    {
        "STOP" => _calls.Count > 0 ? "tool_calls" : "stop",
        "MAX_TOKENS" => "length",
        "SAFETY" or "RECITATION" or "LANGUAGE" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" or "MODEL_ARMOR" => "content_filter",
        _ => _finish,
    };

    /// <summary>Arguments that arrive as values at JSON paths (<c>$.recipe.steps[0]</c>); strings at one path concatenate.</summary>
    private sealed class PartialArguments(string name)
    {
        public string Name { get; } = name;

        public JsonObject Arguments { get; } = [];

        public void Add(JsonElement piece)
        {
            var steps = piece.Text("jsonPath")!.TrimStart('$').Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
            JsonNode at = Arguments;
            for (var i = 0; i < steps.Length - 1; i++)
            {
                at = Child(at, steps[i]) ?? Put(at, steps[i], steps[i + 1].StartsWith('[') ? new JsonArray() : new JsonObject());
            }

            var before = Child(at, steps[^1]);
            Put(at, steps[^1], Value(piece, before));
        }

        private static JsonNode? Value(JsonElement piece, JsonNode? before) =>
            piece.Text("stringValue") is { } text ? (before?.GetValue<string>() ?? "") + text
            : piece.At("numberValue") is { } number ? JsonNode.Parse(number.GetRawText())
            : piece.At("boolValue") is { } flag ? flag.GetBoolean()
            : null;

        private static JsonNode? Child(JsonNode parent, string step)
        {
            if (parent is not JsonArray array)
            {
                return parent[step];
            }

            var index = Index(step);
            return index < array.Count ? array[index] : null;
        }

        private static JsonNode Put(JsonNode parent, string step, JsonNode? value)
        {
            if (parent is not JsonArray array)
            {
                parent[step] = value;
                return parent[step]!;
            }

            var index = Index(step);
            while (array.Count <= index)
            {
                array.Add(null);
            }

            array[index] = value;
            return array[index]!;
        }

        private static int Index(string step) => int.Parse(step.AsSpan(1, step.Length - 2), System.Globalization.CultureInfo.InvariantCulture);
    }
}
