using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads the body of a chat completion (protocols/openai.md §2).</summary>
internal static class ChatRequestReader
{
    /// <summary>In front of the names of members that only this wire knows.</summary>
    public const string Own = Wires.ChatCompletions + ":";

    private static readonly string[] Read_ =
    [
        "model", "messages", "stream", "temperature", "top_p", "max_tokens", "max_completion_tokens", "frequency_penalty", "presence_penalty", "seed", "stop",
        "tools", "tool_choice", "parallel_tool_calls", "response_format", "functions", "function_call", "fallbacks", "group",
    ];

    public static ChatBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Read(JsonElement.Parse(body.Span), body);
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(null, "A text in the body is no valid Unicode: half of a surrogate pair stands alone.", "invalid_json");
        }
    }

    private static ChatBody Read(JsonElement request, ReadOnlyMemory<byte> body)
    {
        var options = new OneApiChatOptions
        {
            ModelId = ChatJson.Text(request, "model", string.Empty) is { Length: > 0 } model ? model : null,
            Temperature = ChatJson.Number(request, "temperature"),
            TopP = ChatJson.Number(request, "top_p"),
            FrequencyPenalty = ChatJson.Number(request, "frequency_penalty"),
            PresencePenalty = ChatJson.Number(request, "presence_penalty"),
            Seed = ChatJson.Integer(request, "seed"),
            MaxOutputTokens = (int?)(ChatJson.Integer(request, "max_completion_tokens", 0, int.MaxValue) ?? ChatJson.Integer(request, "max_tokens", 0, int.MaxValue)),
            StopSequences = StopsOf(request),
            EndUser = ChatJson.Text(request, "user", string.Empty) ?? ChatJson.Text(request, "safety_identifier", string.Empty),
            Group = ChatJson.Text(request, "group", string.Empty),
            Fallbacks = FallbacksOf(request),
        };
        ReadReasoning(request, options);
        ChatFormatReader.Read(request, options);
        ChatToolReader.Read(request, options);
        ReadOthers(request, options);
        var streaming = ChatJson.Flag(request, "stream", string.Empty) == true;
        return new()
        {
            Messages = ChatMessageReader.ReadAll(MessagesOf(request)),
            Options = options,
            Streaming = streaming,
            WantsUsage = AsksForUsage(request),
            WireBody = OwnMembers.Cut(body),
        };
    }

    public static List<string>? StopsOf(JsonElement request) => ChatJson.Member(request, "stop") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several => TextsOf(several, "stop"),
        { } other => throw ChatJson.Wrong("stop", "a string or an array of strings", other),
    };

    public static List<string>? FallbacksOf(JsonElement request) =>
        ChatJson.Array(request, "fallbacks", string.Empty) is { } models ? TextsOf(models, "fallbacks") : null;

    private static JsonElement MessagesOf(JsonElement request)
    {
        var messages = ChatJson.Array(request, "messages", string.Empty) ?? throw ChatJson.Missing("messages");
        return messages.GetArrayLength() > 0
            ? messages
            : throw EndpointException.Invalid("messages", "Invalid 'messages': empty array. Expected an array with minimum length 1.", "empty_array");
    }

    private static List<string> TextsOf(JsonElement array, string place)
    {
        var texts = new List<string>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw ChatJson.Wrong($"{place}[{texts.Count}]", "a string", item));
        }

        return texts;
    }

    /// <summary>A word that no other wire has anything for goes to this wire only.</summary>
    private static void ReadReasoning(JsonElement request, OneApiChatOptions options)
    {
        if (ChatJson.Text(request, "reasoning_effort", string.Empty) is not { } word)
        {
            return;
        }

        ReasoningEffort? effort = word switch
        {
            "none" => ReasoningEffort.None,
            "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
        if (effort is not null)
        {
            options.Reasoning = new() { Effort = effort };
            return;
        }

        Add(options, "reasoning_effort", request.GetProperty("reasoning_effort"));
    }

    private static void ReadOthers(JsonElement request, OneApiChatOptions options)
    {
        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !Read_.Contains(member.Name) && !(member.NameEquals("reasoning_effort"u8) && options.Reasoning is not null)
                && !(member.NameEquals("stream_options"u8) && member.Value.ValueKind == JsonValueKind.Object && !member.Value.EnumerateObject().Any(static one => one.Name != "include_usage")))
            {
                Add(options, member.Name, member.Value);
            }
        }
    }

    public static bool AsksForUsage(JsonElement request) =>
        ChatJson.Object(request, "stream_options", string.Empty) is { } stream && ChatJson.Flag(stream, "include_usage", "stream_options.") == true;

    /// <summary>Keeps a member for channels of this wire.</summary>
    public static void Add(OneApiChatOptions options, string name, object value) => (options.AdditionalProperties ??= [])[Own + name] = value;
}
