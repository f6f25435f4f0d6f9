using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Reads sampling, stops, thinking, effort, the format of the answer and the end user (protocols/anthropic.md §2, §7).</summary>
internal static class MessagesSettingsReader
{
    private static readonly MessagesPlace Top = new(string.Empty);

    public static void Read(JsonElement request, OneApiChatOptions options)
    {
        options.Temperature = MessagesJson.OptionalShare(request, "temperature", Top);
        options.TopP = MessagesJson.OptionalShare(request, "top_p", Top);
        options.TopK = MessagesJson.OptionalInteger(request, "top_k", 0, Top);
        ReadStops(request, options);
        var config = MessagesJson.OptionalObject(request, "output_config", Top);
        options.Reasoning = ReasoningOf(MessagesJson.OptionalObject(request, "thinking", Top), config);
        options.ResponseFormat = FormatOf(MessagesJson.OptionalObject(request, "output_format", Top), new("output_format"))
            ?? (config is { } given ? FormatOf(MessagesJson.OptionalObject(given, "format", new("output_config")), new("output_config.format")) : null);
        if (MessagesJson.OptionalObject(request, "metadata", Top) is { } metadata)
        {
            options.EndUser = MessagesJson.OptionalText(metadata, "user_id", new("metadata"));
        }
    }

    private static void ReadStops(JsonElement request, OneApiChatOptions options)
    {
        if (MessagesJson.OptionalArray(request, "stop_sequences", Top) is not { } stops || stops.GetArrayLength() == 0)
        {
            return;
        }

        options.StopSequences = [];
        var place = new MessagesPlace("stop_sequences", 0);
        foreach (var stop in stops.EnumerateArray())
        {
            options.StopSequences.Add(stop.ValueKind == JsonValueKind.String ? stop.GetString()! : throw place.Wrong(null, $"Input should be a valid string, not {MessagesJson.Kind(stop)}"));
            place = place with { Item = place.Item + 1 };
        }
    }

    /// <summary>How hard to think, in words that every wire knows. An effort that is named counts before a budget.</summary>
    private static ReasoningOptions? ReasoningOf(JsonElement? thinking, JsonElement? config)
    {
        var effort = config is { } given ? EffortOf(MessagesJson.OptionalText(given, "effort", new("output_config"))) : null;
        if (thinking is not { } wanted)
        {
            return effort is null ? null : new() { Effort = effort };
        }

        var place = new MessagesPlace("thinking");
        switch (MessagesJson.RequiredText(wanted, "type", place))
        {
            case "disabled":
                return new() { Effort = ReasoningEffort.None };
            case "enabled":
                var budget = MessagesJson.OptionalInteger(wanted, "budget_tokens", 1, place) ?? throw place.Missing("budget_tokens");
                return new() { Effort = effort ?? EffortOf(budget), Output = OutputOf(wanted, place) };
            default:
                // adaptive, or a later word: how much is the model's choice
                return effort is null ? null : new() { Effort = effort, Output = OutputOf(wanted, place) };
        }
    }

    /// <summary>The effort whose budget lies nearest; the budgets are those that the gateway's writer of this wire sends for an effort.</summary>
    private static ReasoningEffort EffortOf(int budget) => budget switch
    {
        < 4_608 => ReasoningEffort.Low,
        < 12_288 => ReasoningEffort.Medium,
        < 24_192 => ReasoningEffort.High,
        _ => ReasoningEffort.ExtraHigh,
    };

    private static ReasoningEffort? EffortOf(string? word) => word switch
    {
        "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" or "max" => ReasoningEffort.ExtraHigh,
        _ => null,
    };

    private static ReasoningOutput? OutputOf(JsonElement thinking, in MessagesPlace place) => MessagesJson.OptionalText(thinking, "display", place) switch
    {
        "omitted" => ReasoningOutput.None,
        _ => ReasoningOutput.Full,
    };

    private static ChatResponseFormat? FormatOf(JsonElement? format, in MessagesPlace place) =>
        format is { } given && MessagesJson.RequiredText(given, "type", place) == "json_schema"
            ? ChatResponseFormat.ForJsonSchema(MessagesJson.RequiredObject(given, "schema", place))
            : null;
}
