using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>What contents carry in their additional properties so that they can go back exactly as they came.</summary>
internal static class GeminiMarks
{
    /// <summary>A part that no content type fits, as it came.</summary>
    public const string Part = "gemini.part";

    /// <summary>On a call: its id was on the wire and is not ours.</summary>
    public const string Id = "gemini.id";

    /// <summary>On reasoning: whose the signature is, when it is not the next part's.</summary>
    public const string Signature = "gemini.signature";

    /// <summary>The signature is that of the thought itself.</summary>
    public const string OfThought = "thought";

    /// <summary>The signature stood on an empty text part of its own.</summary>
    public const string OfEmptyText = "empty";

    /// <summary>What Gemini 3 takes in place of a signature for a call that another model made (gemini.md §3).</summary>
    public const string SkipValidation = "skip_thought_signature_validator";

    /// <summary>Signatures go back to the provider that made them only.</summary>
    public static string? SignatureFor(TextReasoningContent content, string provider) =>
        content.ProtectedData is { Length: > 0 } signature && OpaqueState.BelongsTo(content, provider) ? signature : null;

    public static string? Owner(AIContent content) => Find(content, Signature) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };

    /// <summary>True when the call's id came from this provider; ids of others and our own are not sent.</summary>
    public static bool HasWireId(FunctionCallContent call, string provider) =>
        Find(call, Id) is true or JsonElement { ValueKind: JsonValueKind.True } && OpaqueState.BelongsTo(call, provider);

    public static JsonElement? PartOf(AIContent content) => Find(content, Part) is JsonElement { ValueKind: JsonValueKind.Object } part ? part : null;

    public static TextReasoningContent Carry(string signature, string provider, string? owner = null, string text = "")
    {
        var content = new TextReasoningContent(text) { ProtectedData = signature };
        OpaqueState.Mark(content, provider);
        if (owner is not null)
        {
            content.AdditionalProperties![Signature] = owner;
        }

        return content;
    }

    public static AIContent Keep(JsonElement part, string provider)
    {
        var content = new AIContent { RawRepresentation = part, AdditionalProperties = new() { [Part] = part } };
        OpaqueState.Mark(content, provider);
        return content;
    }

    private static object? Find(AIContent content, string name) =>
        content.AdditionalProperties is { } properties && properties.TryGetValue(name, out var value) ? value : null;
}
