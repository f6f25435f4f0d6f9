using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Carries one wire's embedding calls over HTTP.</summary>
internal sealed class EmbeddingWire(ChatProtocol chat, EmbeddingProtocol protocol, ProviderHttp http, string scheme)
{
    private readonly WireSender _sender = new(chat, http, scheme);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(EmbeddingRequest request, CredentialUse credential, AttemptClock clock) =>
        request.Inputs.Count <= protocol.MaxInputs || request.Raw is not null ? SendAsync(request, credential, clock) : SendInPartsAsync(request, credential, clock);

    private async Task<GeneratedEmbeddings<Embedding<float>>> SendInPartsAsync(EmbeddingRequest request, CredentialUse credential, AttemptClock clock)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>(request.Inputs.Count);
        foreach (var part in request.Inputs.Chunk(protocol.MaxInputs))
        {
            var some = await SendAsync(request.For(part), credential, clock).ConfigureAwait(false);
            all.AddRange(some);
            all.AdditionalProperties ??= some.AdditionalProperties;
            if (some.Usage is { } usage)
            {
                (all.Usage ??= new()).Add(usage);
            }
        }

        return all;
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> SendAsync(EmbeddingRequest request, CredentialUse credential, AttemptClock clock)
    {
        var body = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(body, JsonWrite.WriterOptions))
        {
            protocol.Write(writer, request);
        }

        using var response = await _sender
            .SendAsync(request.Endpoint, protocol.GetUrl(request.Endpoint, request.Model), body, streaming: false, request.ForwardedHeaders, credential, clock)
            .ConfigureAwait(false);
        var answer = await WireBody.ReadAsync(response, WireBody.MaxAnswerBytes, clock).ConfigureAwait(false);
        try
        {
            var embeddings = protocol.Read(answer.Span, request);
            return embeddings.Count == request.Inputs.Count || request.Raw is not null
                ? embeddings
                : throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer does not hold one vector for each input.");
        }
        finally
        {
            answer.Return();
        }
    }
}
