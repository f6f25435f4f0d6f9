using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>A tool that Anthropic defines (<c>bash_20250124</c>, <c>code_execution_20250825</c>, …): only channels of the same wire can offer it.</summary>
internal sealed class MessagesServerTool(JsonElement tool, string name) : AITool
{
    private readonly Dictionary<string, object?> _properties = MessagesFunction.PropertiesOf(tool);

    public override string Name => name;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => _properties;
}
