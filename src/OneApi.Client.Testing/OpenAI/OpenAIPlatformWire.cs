using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>OpenAI itself: besides what vendors copy, sound and moderation.</summary>
internal sealed class OpenAIPlatformWire : OpenAIWire
{
    protected override IReadOnlyList<WireRoute> MakeRoutes() => [.. base.MakeRoutes(), .. OpenAIAudio.Routes, OpenAIModerations.Route];
}
