using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// What the caller wrote in Google's own words: the raw request first, then AdditionalProperties, whose keys go into
/// <c>generationConfig</c> when they are members of it and to the top level otherwise. Google takes camelCase and snake_case
/// (protocols/gemini.md §2), so both count as the same member.
/// </summary>
internal sealed class GeminiExtras
{
    public const string GenerationConfig = "generationConfig";
    public const string ToolConfig = "toolConfig";

    /// <summary>The members of <c>generationConfig</c> (protocols/gemini.md §2).</summary>
    private static readonly FrozenSet<string> ConfigMembers = FrozenSet.Create(
        StringComparer.Ordinal,
        "temperature", "topP", "topK", "maxOutputTokens", "frequencyPenalty", "presencePenalty", "seed", "stopSequences", "candidateCount",
        "responseMimeType", "responseSchema", "responseJsonSchema", "responseModalities", "thinkingConfig", "speechConfig", "imageConfig",
        "mediaResolution", "responseLogprobs", "logprobs", "audioTimestamp", "routingConfig", "enableEnhancedCivicAnswers");

    private readonly JsonObject? _body;

    private GeminiExtras(JsonObject? body, JsonObject? config, JsonObject? toolConfig)
    {
        _body = body;
        Config = config;
        Tools = toolConfig;
    }

    /// <summary>Gets the given members of <c>generationConfig</c>, or null.</summary>
    public JsonObject? Config { get; }

    /// <summary>Gets the given members of <c>toolConfig</c>, or null.</summary>
    public JsonObject? Tools { get; }

    public static GeminiExtras Of(ChatRequest request)
    {
        var additional = request.Options?.AdditionalProperties;
        if (request.Raw is null && additional is not { Count: > 0 })
        {
            return new(null, null, null);
        }

        var body = request.Raw?.DeepClone().AsObject() ?? [];
        var config = Take(body, GenerationConfig);
        foreach (var (name, value) in additional ?? [])
        {
            if (name == "strict")
            {
                continue; // the gateway's own word for a strict schema: Google knows none, and always holds its models to the schema
            }

            if (ConfigMembers.Contains(Camel(name)))
            {
                Add(config ??= [], name, ToNode(value));
            }
            else if (Camel(name) == GenerationConfig && ToNode(value) is JsonObject given)
            {
                config = Merge(config, given);
            }
            else
            {
                Add(body, name, ToNode(value));
            }
        }

        body.Remove("model");
        return new(body, config, Take(body, ToolConfig));
    }

    public bool Has(string name) => _body is not null && Find(_body, name) is not null;

    /// <summary>Writes all members that are not objects of their own.</summary>
    public void WriteRest(Utf8JsonWriter writer)
    {
        if (_body is null)
        {
            return;
        }

        foreach (var (name, value) in _body)
        {
            writer.WritePropertyName(name);
            JsonWrite.Node(writer, value);
        }
    }

    /// <summary>The name under which an object has a member, in either spelling, or null.</summary>
    public static string? Find(JsonObject from, string name)
    {
        if (from.ContainsKey(name))
        {
            return name;
        }

        var snake = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        return snake != name && from.ContainsKey(snake) ? snake : null;
    }

    private static JsonObject? Take(JsonObject body, string name)
    {
        if (Find(body, name) is not { } key || body[key] is not JsonObject taken)
        {
            return null;
        }

        body.Remove(key);
        return taken;
    }

    private static JsonObject Merge(JsonObject? config, JsonObject given)
    {
        config ??= [];
        foreach (var (name, value) in given)
        {
            Add(config, name, value?.DeepClone());
        }

        return config;
    }

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (Find(to, Camel(name)) is null && !to.ContainsKey(name))
        {
            to[name] = value;
        }
    }

    private static string Camel(string name)
    {
        if (!name.Contains('_', StringComparison.Ordinal))
        {
            return name;
        }

        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? name : words[0] + string.Concat(words.Skip(1).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static JsonNode? ToNode(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            JsonWrite.Value(writer, value);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }
}
