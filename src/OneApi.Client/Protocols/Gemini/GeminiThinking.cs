using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Writes <c>thinkingConfig</c> (protocols/gemini.md §7): Gemini 2.5 takes a budget of tokens, Gemini 3 a level, older models nothing.
/// The rows are data; the first that fits a model counts. The budgets are ours, inside the documented ranges.
/// </summary>
internal static class GeminiThinking
{
    private static readonly Row[] Rows =
    [
        new(2.5, 3, "-image", null, null),
        new(2.5, 3, "-tts", null, null),
        new(2.5, 3, "pro", [128, 1024, 8192, 24576, 32768], null),
        new(2.5, 3, "", [0, 1024, 8192, 24576, 24576], null),
        new(3, 3.1, "pro", null, ["LOW", "LOW", "HIGH", "HIGH", "HIGH"]),
        new(3, double.MaxValue, "pro", null, ["LOW", "LOW", "MEDIUM", "HIGH", "HIGH"]),
        new(3, double.MaxValue, "", null, ["MINIMAL", "LOW", "MEDIUM", "HIGH", "HIGH"]),
    ];

    public static void Write(GeminiObject config, ChatRequest request, ReasoningOptions reasoning, in GeminiModel model)
    {
        var effort = reasoning.Effort;
        var output = reasoning.Output;
        if (effort is null && output is null)
        {
            return;
        }

        if (Find(model) is not { } row)
        {
            // Asking a model that does not think to be silent about it asks for nothing.
            if (effort is not (null or ReasoningEffort.None) || output is ReasoningOutput.Summary or ReasoningOutput.Full)
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.Reasoning), "The model takes no thinking settings.");
            }

            return;
        }

        var writer = config.Property("thinkingConfig");
        writer.WriteStartObject();
        if (output is not null)
        {
            writer.WriteBoolean("includeThoughts"u8, output is not ReasoningOutput.None);
        }

        if (effort is { } wanted)
        {
            WriteEffort(writer, request, row, Math.Clamp((int)wanted, 0, 4));
        }

        writer.WriteEndObject();
    }

    private static void WriteEffort(Utf8JsonWriter writer, ChatRequest request, Row row, int effort)
    {
        if (row.Budgets is { } budgets)
        {
            writer.WriteNumber("thinkingBudget"u8, budgets[effort]);
        }
        else
        {
            writer.WriteString("thinkingLevel"u8, row.Levels![effort]);
        }

        if (effort == (int)ReasoningEffort.None && row.Budgets is not [0, ..])
        {
            request.Warnings.Adjusted("Reasoning.Effort", "The model can't be kept from thinking; the least that it takes was sent.");
        }
    }

    private static Row? Find(in GeminiModel model)
    {
        foreach (var row in Rows)
        {
            if (model.Version >= row.From && model.Version < row.Below && model.Name.Contains(row.Variant, StringComparison.Ordinal))
            {
                return row is { Budgets: null, Levels: null } ? null : row;
            }
        }

        return null;
    }

    /// <summary>What a family of models takes for None, Low, Medium, High and ExtraHigh.</summary>
    private sealed record Row(double From, double Below, string Variant, int[]? Budgets, string[]? Levels);
}
