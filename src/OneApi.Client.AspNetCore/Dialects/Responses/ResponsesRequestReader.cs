using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads a request (protocols/openai-responses.md §2). One wire's mapping, hence its length.</summary>
internal static class ResponsesRequestReader
{
    /// <summary>Before the names of settings that only channels of OpenAI's wire know: others would refuse them.</summary>
    public const string Own = Wires.ChatCompletions + ":";

    /// <summary>
    /// Members that are read here, or that say nothing to a provider of any other wire: they are accepted and not sent on
    /// (<c>truncation</c>: nothing is cut; <c>include</c>: what there is, is shown).
    /// </summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model", "input", "instructions", "max_output_tokens", "max_tool_calls", "temperature", "top_p", "top_logprobs",
        "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning", "include", "store", "previous_response_id",
        "conversation", "truncation", "context_management", "background", "stream", "stream_options", "service_tier",
        "metadata", "safety_identifier", "user", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "moderation", "prompt", "client_metadata", "fallbacks", "group",
    };

    public static ChatBody Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        try
        {
            return Read(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(null, "A text in the body is no valid Unicode: half of a surrogate pair stands alone.", "invalid_json");
        }
    }

    private static ChatBody Read(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            throw EndpointException.Invalid(null, "The request must be a JSON object.", "invalid_type");
        }

        RefuseMemory(request);
        var options = new OneApiChatOptions();
        var settings = ReadSettings(request, options);
        var input = ResponsesFields.Find(request, "input") ?? throw ResponsesFields.Missing("input");
        return new()
        {
            Messages = ResponsesItemReader.Read(input),
            Options = options,
            Streaming = ResponsesFields.FindFlag(request, "stream") == true,
            WantsUsage = true,
            State = settings,
        };
    }

    /// <summary>Whoever counts on something that was kept must hear at once that nothing was.</summary>
    private static void RefuseMemory(JsonElement request)
    {
        foreach (var name in (ReadOnlySpan<string>)["previous_response_id", "conversation"])
        {
            if (ResponsesFields.Find(request, name) is not null)
            {
                throw EndpointException.Invalid(name, $"Unsupported parameter: '{name}'. This server keeps no responses: send the whole conversation in 'input'.", "unsupported_parameter");
            }
        }

        if (ResponsesFields.FindFlag(request, "background") == true)
        {
            throw ResponsesFields.Unsupported("background", "Unsupported value: 'background' can't be true. This server keeps no responses; use 'stream' for answers that take long.");
        }

        Refuse(request, "prompt", "This server keeps no prompts: send the text in 'instructions' or 'input'.");
        Refuse(request, "context_management", "This server does not shorten conversations: send what shall be read.");
        Refuse(request, "moderation", "Call the endpoint for moderations.");
    }

    private static void Refuse(JsonElement request, string name, string advice)
    {
        if (ResponsesFields.Find(request, name) is not (null or { ValueKind: JsonValueKind.False }))
        {
            throw EndpointException.Invalid(name, $"Unsupported parameter: '{name}'. {advice}", "unsupported_parameter");
        }
    }

    private static ResponsesSettings ReadSettings(JsonElement request, OneApiChatOptions options)
    {
        options.ModelId = ResponsesFields.NeedName(request, "model");
        options.Instructions = ResponsesFields.FindText(request, "instructions");
        options.MaxOutputTokens = ResponsesFields.FindInteger(request, "max_output_tokens", 1, int.MaxValue);
        options.Temperature = ResponsesFields.FindDecimal(request, "temperature", 0, 2);
        options.TopP = ResponsesFields.FindDecimal(request, "top_p", 0, 1);
        options.AllowMultipleToolCalls = ResponsesFields.FindFlag(request, "parallel_tool_calls");
        options.Group = ResponsesFields.FindText(request, "group");
        options.Fallbacks = ReadFallbacks(request);
        CheckAccepted(request);

        var settings = new ResponsesSettings
        {
            Model = options.ModelId,
            Keeps = ResponsesFields.FindFlag(request, "store") != false,
            Instructions = options.Instructions,
            MaxOutputTokens = options.MaxOutputTokens,
            MaxToolCalls = ResponsesFields.FindInteger(request, "max_tool_calls", 1, int.MaxValue),
            ParallelToolCalls = options.AllowMultipleToolCalls ?? true,
            Metadata = ReadMetadata(request),
            PromptCacheKey = ResponsesFields.FindText(request, "prompt_cache_key"),
            PromptCacheRetention = ResponsesFields.FindText(request, "prompt_cache_retention"),
            SafetyIdentifier = ResponsesFields.FindText(request, "safety_identifier"),
            User = ResponsesFields.FindText(request, "user"),
            Temperature = options.Temperature ?? 1,
            TopP = options.TopP ?? 1,
            TopLogprobs = ReadLogprobs(request, options),
            ServiceTier = ReadServiceTier(request, options),
        };
        options.EndUser = settings.SafetyIdentifier ?? settings.User;
        settings = ReadReasoning(request, options, settings);
        settings = ResponsesTextReader.Read(request, options, settings);
        settings = ReadTools(request, options, settings);
        ReadOthers(request, options);
        return settings;
    }

    private static List<string>? ReadFallbacks(JsonElement request)
    {
        if (ResponsesFields.FindArray(request, "fallbacks") is not { } array)
        {
            return null;
        }

        List<string> fallbacks = [];
        foreach (var model in array.EnumerateArray())
        {
            fallbacks.Add(ResponsesFields.Text(model, $"fallbacks[{fallbacks.Count}]"));
        }

        return fallbacks;
    }

    /// <summary>Members that change nothing here are still what the reference says, so that a mistake in them is found here and not at the next server.</summary>
    private static void CheckAccepted(JsonElement request)
    {
        ResponsesFields.FindObject(request, "stream_options");
        ResponsesFields.FindObject(request, "client_metadata");
        if (ResponsesFields.FindArray(request, "include") is { } include)
        {
            var index = 0;
            foreach (var name in include.EnumerateArray())
            {
                ResponsesFields.Text(name, $"include[{index++}]");
            }
        }

        if (ResponsesFields.FindText(request, "truncation") is { } truncation and not ("auto" or "disabled"))
        {
            throw ResponsesFields.Unknown("truncation", truncation, "'auto', 'disabled'");
        }
    }

    private static JsonElement? ReadMetadata(JsonElement request)
    {
        if (ResponsesFields.FindObject(request, "metadata") is not { } metadata)
        {
            return null;
        }

        foreach (var pair in metadata.EnumerateObject())
        {
            ResponsesFields.Text(pair.Value, "metadata." + pair.Name);
        }

        return metadata.Clone();
    }

    private static int ReadLogprobs(JsonElement request, OneApiChatOptions options)
    {
        var count = ResponsesFields.FindInteger(request, "top_logprobs", 0, 20) ?? 0;
        if (count > 0)
        {
            Add(options, Own + "logprobs", true);
            Add(options, Own + "top_logprobs", count);
        }

        return count;
    }

    /// <summary>Only a wish for another tier than the usual goes on; most providers know the word as little as the wish.</summary>
    private static string ReadServiceTier(JsonElement request, OneApiChatOptions options)
    {
        var tier = ResponsesFields.FindText(request, "service_tier");
        if (tier is null or "auto" or "default")
        {
            return "default";
        }

        Add(options, Own + "service_tier", tier);
        return tier;
    }

    private static ResponsesSettings ReadReasoning(JsonElement request, OneApiChatOptions options, ResponsesSettings settings)
    {
        if (ResponsesFields.FindObject(request, "reasoning") is not { } reasoning)
        {
            return settings;
        }

        var effort = ResponsesFields.FindText(reasoning, "effort", "reasoning");
        var summary = ResponsesFields.FindText(reasoning, "summary", "reasoning") ?? ResponsesFields.FindText(reasoning, "generate_summary", "reasoning");
        if (effort is not null || summary is not null)
        {
            options.Reasoning = new() { Effort = EffortOf(effort), Output = OutputOf(summary) };
        }

        return settings with { ReasoningEffort = effort, ReasoningSummary = summary };
    }

    private static ReasoningEffort? EffortOf(string? effort) => effort switch
    {
        null => null,
        "none" => ReasoningEffort.None,
        "minimal" or "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" or "max" => ReasoningEffort.ExtraHigh,
        _ => throw ResponsesFields.Unknown("reasoning.effort", effort, "'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'"),
    };

    private static ReasoningOutput? OutputOf(string? summary) => summary switch
    {
        null => null,
        "auto" or "concise" => ReasoningOutput.Summary,
        "detailed" => ReasoningOutput.Full,
        _ => throw ResponsesFields.Unknown("reasoning.summary", summary, "'auto', 'concise', 'detailed'"),
    };

    private static ResponsesSettings ReadTools(JsonElement request, OneApiChatOptions options, ResponsesSettings settings)
    {
        var tools = new ResponsesToolReader();
        var given = ResponsesFields.FindArray(request, "tools");
        if (given is { } list && list.GetArrayLength() > 0)
        {
            tools.Read(list, saysStrict: options.AdditionalProperties?.ContainsKey(ResponsesTextReader.Strict) == true);
            options.Tools = tools.Tools.Count > 0 ? [.. tools.Tools] : null;
        }

        var choice = ResponsesFields.Find(request, "tool_choice");
        if (choice is { } asked)
        {
            ResponsesToolChoice.Read(asked, tools, options);
        }

        return settings with { Tools = given?.Clone(), ToolChoice = choice?.Clone(), CustomTools = tools.CustomTools, Namespaces = tools.Namespaces };
    }

    private static void ReadOthers(JsonElement request, OneApiChatOptions options)
    {
        foreach (var member in request.EnumerateObject())
        {
            if (!Known.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
            {
                Add(options, Own + member.Name, member.Value.Clone());
            }
        }
    }

    private static void Add(OneApiChatOptions options, string name, object value) => (options.AdditionalProperties ??= [])[name] = value;
}
