using Microsoft.Extensions.AI;
using OneApi.Client.Relays;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Gateway;

/// <summary>An embedding call.</summary>
internal sealed class EmbeddingCall : Call
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public EmbeddingGenerationOptions? Options { get; init; }

    /// <summary>Gets the request as its caller wrote it over a wire, or null.</summary>
    public EmbeddingBody? Body { get; init; }

    /// <summary>Gets the generator that the host called, for the options' raw representation.</summary>
    public required IEmbeddingGenerator Generator { get; init; }

    public override bool IsRetryOfCaller => HeaderForwarding.SaysRetry((Options as OneApiEmbeddingOptions)?.ForwardedHeaders);

    public override long? MaxOutputTokens => 0;

    protected override long CountInput()
    {
        long count = Body?.Tokens.Sum(static tokens => (long)tokens.Length) ?? 0;
        for (var i = 0; i < Inputs.Count; i++)
        {
            count += TokenCounter.Count(Inputs[i], Model);
        }

        return count;
    }
}
