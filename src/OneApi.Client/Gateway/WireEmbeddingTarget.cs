using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.TokenCounting;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>A channel whose embeddings one of our wires serves.</summary>
internal sealed class WireEmbeddingTarget(EmbeddingWire wire, ProviderEndpoint endpoint) : IEmbeddingTarget
{
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(EmbeddingCall call, Attempt attempt)
    {
        var request = MakeRequest(call, attempt, call.Inputs);
        return call.Body is { } body && wire.CanRelay(request, body)
            ? wire.RelayAsync(request, body, attempt.Credential, attempt.Clock)
            : wire.GenerateAsync(call.Body is { Tokens.Count: > 0 } tokens ? request.With(Decode(call, tokens.Tokens)) : request, attempt.Credential, attempt.Clock);
    }

    private EmbeddingRequest MakeRequest(EmbeddingCall call, Attempt attempt, IReadOnlyList<string> inputs) => new()
    {
        Inputs = inputs,
        Options = call.Options,
        Model = endpoint.ModelOf(attempt.Candidate.WireModel),
        Raw = call.Options?.RawRepresentationFactory?.Invoke(call.Generator) as JsonObject,
        Endpoint = endpoint,
        Warnings = attempt.Warnings,
        ForwardedHeaders = HeaderForwarding.Select(call.Snapshot, (call.Options as OneApiEmbeddingOptions)?.ForwardedHeaders),
    };

    /// <summary>Other wires take texts only. The tokens are those of the model that was asked for.</summary>
    private static string[] Decode(EmbeddingCall call, IReadOnlyList<int[]> tokens)
    {
        var texts = new string[tokens.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = TokenCounter.Decode(tokens[i], call.Model) ?? throw new OneApiException(OneApiErrorKind.InvalidRequest)
            {
                ProviderCode = "tokens_not_readable",
                ProviderMessage = "The input is given as tokens, which the channel does not take, and they are not of a vocabulary that is known here: send texts.",
            };
        }

        return texts;
    }
}
