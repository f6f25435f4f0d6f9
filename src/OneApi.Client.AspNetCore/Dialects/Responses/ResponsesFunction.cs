using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>A tool that the caller runs himself.</summary>
internal sealed class ResponsesFunction(string name, string description, JsonElement schema, IReadOnlyDictionary<string, object?> properties) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;
}
