using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>One block to be written.</summary>
/// <param name="Content">What the caller gave.</param>
/// <param name="Text">The text to write in place of the content's own, or null.</param>
/// <param name="Annotations">The citations of a text, or null for the content's own.</param>
internal readonly record struct AnthropicItem(AIContent Content, string? Text = null, IList<AIAnnotation>? Annotations = null)
{
    public string WrittenText => Text ?? ((TextContent)Content).Text;
}
