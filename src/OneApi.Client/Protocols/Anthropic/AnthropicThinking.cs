using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>How one request thinks (protocols/anthropic.md §7). The budgets are this library's choice inside the vendor's range.</summary>
internal readonly struct AnthropicThinking
{
    private readonly string? _display;

    private AnthropicThinking(string type, int? budget, string? effort, string? display)
    {
        Type = type;
        Budget = budget;
        Effort = effort;
        _display = display;
    }

    /// <summary>Gets <c>enabled</c>, <c>adaptive</c>, <c>disabled</c>, or null when nothing is said.</summary>
    public string? Type { get; }

    public int? Budget { get; }

    /// <summary>Gets the word for <c>output_config.effort</c>, or null.</summary>
    public string? Effort { get; }

    public bool IsOn => Type is "enabled" or "adaptive";

    public static AnthropicThinking Of(ChatRequest request, in RawMembers raw)
    {
        if (raw.Has("thinking"))
        {
            // The caller's own words: only what they mean for the other settings matters.
            return request.Raw?["thinking"] is JsonObject own
                ? new(own["type"]?.ToString() ?? "enabled", (int?)own["budget_tokens"], null, null)
                : default;
        }

        var reasoning = request.Options?.Reasoning;
        if (reasoning?.Effort is not { } effort)
        {
            return default;
        }

        if (effort == ReasoningEffort.None)
        {
            return new("disabled", null, null, null);
        }

        var display = reasoning.Output switch
        {
            ReasoningOutput.None => "omitted",
            ReasoningOutput.Summary or ReasoningOutput.Full => "summarized",
            _ => null,
        };
        return AnthropicModel.ThinksByBudget(request.Model)
            ? new("enabled", BudgetOf(effort), null, display: null)
            : new("adaptive", null, WordOf(effort), display);
    }

    public void Write(Utf8JsonWriter writer, in RawMembers raw)
    {
        if (Type is null || raw.Has("thinking"))
        {
            return;
        }

        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, Type);
        if (Budget is { } budget)
        {
            writer.WriteNumber("budget_tokens"u8, budget);
        }

        if (_display is not null)
        {
            writer.WriteString("display"u8, _display);
        }

        writer.WriteEndObject();
    }

    private static int BudgetOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Low => 1024,
        ReasoningEffort.Medium => 8192,
        ReasoningEffort.High => 16384,
        _ => 32000,
    };

    private static string WordOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        _ => "xhigh",
    };
}
