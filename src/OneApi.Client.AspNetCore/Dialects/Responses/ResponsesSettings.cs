using System.Collections.Frozen;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>What a response repeats of its request, and what the writer must know to answer it.</summary>
internal sealed record ResponsesSettings
{
    public required string Model { get; init; }

    /// <summary>Gets a value indicating whether the caller wants what is answered to be remembered: he does unless <c>store</c> is false.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>Gets the items that were answered, as they come.</summary>
    public List<(string Id, byte[] Item)> Answered { get; } = [];

    public string? Instructions { get; init; }

    public int? MaxOutputTokens { get; init; }

    public int? MaxToolCalls { get; init; }

    public bool ParallelToolCalls { get; init; } = true;

    public JsonElement? Metadata { get; init; }

    public string? PromptCacheKey { get; init; }

    public string? PromptCacheRetention { get; init; }

    public string? ReasoningEffort { get; init; }

    public string? ReasoningSummary { get; init; }

    public string? SafetyIdentifier { get; init; }

    public string? User { get; init; }

    public string ServiceTier { get; init; } = "default";

    public float Temperature { get; init; } = 1;

    public float TopP { get; init; } = 1;

    public int TopLogprobs { get; init; }

    public JsonElement? TextFormat { get; init; }

    public string Verbosity { get; init; } = "medium";

    public JsonElement? ToolChoice { get; init; }

    public JsonElement? Tools { get; init; }

    /// <summary>Gets the names of the tools whose input is free text: their calls are written as custom ones.</summary>
    public FrozenSet<string> CustomTools { get; init; } = [];

    /// <summary>Gets, for the flat names of tools that stand in a namespace, that namespace and the name there.</summary>
    public FrozenDictionary<string, (string Namespace, string Name)> Namespaces { get; init; } = FrozenDictionary<string, (string, string)>.Empty;
}
