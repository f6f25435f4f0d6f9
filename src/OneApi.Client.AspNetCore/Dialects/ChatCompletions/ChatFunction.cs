using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>A function that the caller runs himself.</summary>
internal sealed class ChatFunction(string name, string? description, JsonElement schema, bool? strict) : AIFunctionDeclaration
{
    /// <summary>Unsaid is said as null: what the answer's format says of itself is not said of the tools.</summary>
    private static readonly Dictionary<string, object?> Unsaid = new(1) { ["strict"] = null };
    private readonly Dictionary<string, object?> _properties = strict is { } flag ? new(1) { ["strict"] = flag } : Unsaid;

    /// <summary>Gets a value indicating whether it is a custom tool, whose calls are free text.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Gets a value indicating whether it was named in the older words (<c>functions</c>), which have one call in an answer, without an id.</summary>
    public bool IsOlder { get; init; }

    public override string Name => name;

    public override string Description => description ?? string.Empty;

    public override JsonElement JsonSchema => schema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => _properties;
}
