using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols;

/// <summary>A workflow of nodes that stands for a model, and the inputs that a call's settings go into. Immutable.</summary>
/// <param name="Graph">The graph as JSON.</param>
/// <param name="Inputs">Node and input by the setting's name.</param>
/// <param name="Output">The node whose images are the answer, or null for all.</param>
internal sealed record ImageWorkflow(string Graph, IReadOnlyDictionary<string, (string Node, string Input)> Inputs, string? Output)
{
    /// <summary>A graph of its own for one run.</summary>
    public JsonObject NewGraph() => JsonNode.Parse(Graph)!.AsObject();
}
