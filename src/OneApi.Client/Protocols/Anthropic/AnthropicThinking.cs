using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>What one request says about thinking (protocols/anthropic.md §7), decided before anything that depends on it is written.</summary>
internal sealed record AnthropicThinking
{
    private const int MinBudget = 1_024;

    /// <summary>Left of the output limit for the answer where the model's largest limit is near the budget.</summary>
    private const int RoomForAnswer = 4_096;

    /// <summary>Gets <c>thinking.type</c>, or null when the writer writes no <c>thinking</c>.</summary>
    public string? Type { get; private init; }

    public int Budget { get; private init; }

    public string? Display { get; private init; }

    /// <summary>Gets <c>output_config.effort</c>, or null.</summary>
    public string? Effort { get; private init; }

    /// <summary>Gets a value indicating whether thinking is switched on, by us or in the caller's own words.</summary>
    public bool IsOn { get; private init; }

    public static AnthropicThinking Of(ChatRequest request, AnthropicModel model, in RawMembers raw)
    {
        var thinking = Decide(request, model);
        if (raw.Has("thinking"))
        {
            var given = AnthropicRaw.ObjectOf(request, "thinking")?["type"]?.ToString();
            return new() { Effort = thinking.Effort, IsOn = given is "enabled" or "adaptive" };
        }

        if (thinking.Budget > 0 && request.Options?.ToolMode is RequiredChatToolMode && request.Options.Tools is { Count: > 0 })
        {
            // A tool that must be called is a promise to the caller's code, the effort is a wish.
            request.Warnings.NotHonoured("Reasoning.Effort", "This model can't think when a tool must be called.");
            return new();
        }

        return thinking;
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Type is null)
        {
            return;
        }

        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, Type);
        if (Budget > 0)
        {
            writer.WriteNumber("budget_tokens"u8, Budget);
        }

        if (Display is not null)
        {
            writer.WriteString("display"u8, Display);
        }

        writer.WriteEndObject();
    }

    private static AnthropicThinking Decide(ChatRequest request, AnthropicModel model)
    {
        if (request.Options?.Reasoning is not { } reasoning)
        {
            return new();
        }

        if (reasoning.Effort is not { } effort)
        {
            if (reasoning.Output is ReasoningOutput.Summary or ReasoningOutput.Full)
            {
                request.Warnings.NotHonoured("Reasoning.Output", "Without an effort there is no reasoning to show.");
            }

            return new();
        }

        return model.Thinking switch
        {
            AnthropicThinkingKind.Never => Never(request, effort),
            AnthropicThinkingKind.Always when effort == ReasoningEffort.None => StillOn(request, model, reasoning),
            _ when effort == ReasoningEffort.None => new() { Type = "disabled" },
            AnthropicThinkingKind.Budget => new() { Type = "enabled", Budget = BudgetOf(effort, model), Display = DisplayOf(request, model, reasoning), IsOn = true },
            _ => new() { Type = "adaptive", Effort = EffortOf(effort, model), Display = DisplayOf(request, model, reasoning), IsOn = true },
        };
    }

    private static AnthropicThinking Never(ChatRequest request, ReasoningEffort effort)
    {
        if (effort != ReasoningEffort.None)
        {
            request.Warnings.NotHonoured("Reasoning.Effort", "This model can't think.");
        }

        return new();
    }

    private static AnthropicThinking StillOn(ChatRequest request, AnthropicModel model, ReasoningOptions reasoning)
    {
        request.Warnings.Adjusted("Reasoning.Effort", "This model always thinks; its lowest effort was sent.");
        return new() { Type = "adaptive", Effort = "low", Display = DisplayOf(request, model, reasoning), IsOn = true };
    }

    private static int BudgetOf(ReasoningEffort effort, AnthropicModel model) => Math.Min(
        effort switch
        {
            ReasoningEffort.Low => MinBudget,
            ReasoningEffort.Medium => 8_192,
            ReasoningEffort.High => 16_384,
            _ => 32_000,
        },
        model.MaxTokens - RoomForAnswer);

    private static string EffortOf(ReasoningEffort effort, AnthropicModel model) => effort switch
    {
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        _ => model.HighestEffort,
    };

    private static string? DisplayOf(ChatRequest request, AnthropicModel model, ReasoningOptions reasoning)
    {
        if (reasoning.Output is not { } output)
        {
            return null;
        }

        if (model.Display)
        {
            return output == ReasoningOutput.None ? "omitted" : "summarized";
        }

        if (output == ReasoningOutput.None)
        {
            request.Warnings.NotHonoured("Reasoning.Output", "This model always shows its reasoning.");
        }

        return null;
    }
}
