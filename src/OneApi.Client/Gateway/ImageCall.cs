using Microsoft.Extensions.AI;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Gateway;

/// <summary>A call for images.</summary>
internal sealed class ImageCall : Call
{
    public required string Prompt { get; init; }

    public required IReadOnlyList<AIContent> Originals { get; init; }

    public ImageGenerationOptions? Options { get; init; }

    /// <summary>Gets the generator that the host called, for the options' raw representation.</summary>
    public required IImageGenerator Generator { get; init; }

    public override bool IsRetryOfCaller => HeaderForwarding.SaysRetry((Options as OneApiImageGenerationOptions)?.ForwardedHeaders);

    public override int WantedImages => Options?.Count ?? 1;

    protected override long CountInput()
    {
        var count = TokenCounter.Count(Prompt, Model);
        for (var i = 0; i < Originals.Count; i++)
        {
            count += ContentTokens.Of(Originals[i], Model);
        }

        return count;
    }
}
