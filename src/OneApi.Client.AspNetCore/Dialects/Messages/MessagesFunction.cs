using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>A function that the caller runs himself. It carries the tool as it came for channels of the same wire.</summary>
internal sealed class MessagesFunction(JsonElement tool, string name, string? description, JsonElement schema) : AIFunctionDeclaration
{
    private readonly Dictionary<string, object?> _properties = FunctionPropertiesOf(tool);

    public override string Name => name;

    public override string Description => description ?? string.Empty;

    public override JsonElement JsonSchema => schema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => _properties;

    public static Dictionary<string, object?> PropertiesOf(JsonElement tool) => new(1) { [MessagesMarks.Tool] = tool };

    /// <summary>Strictness is the one of the others that other wires know by the same name.</summary>
    private static Dictionary<string, object?> FunctionPropertiesOf(JsonElement tool)
    {
        var properties = PropertiesOf(tool);
        if (tool.TryGetProperty("strict"u8, out var strict) && strict.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            properties["strict"] = strict.GetBoolean();
        }

        return properties;
    }
}
