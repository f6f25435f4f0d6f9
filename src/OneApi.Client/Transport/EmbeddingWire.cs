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
        request.Profile.MaxInputs is { } most && request.Inputs.Count > most && request.Raw is null
            ? GenerateInPartsAsync(request, most, credential, clock)
            : GenerateOnceAsync(request, credential, clock);

    /// <summary>More texts than the server takes at once: one request after the other, all of them or none.</summary>
    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateInPartsAsync(EmbeddingRequest request, int most, CredentialUse credential, AttemptClock clock)
    {
        GeneratedEmbeddings<Embedding<float>>? all = null;
        foreach (var inputs in request.Inputs.Chunk(most))
        {
            var part = await GenerateOnceAsync(request.With(inputs), credential, clock).ConfigureAwait(false);
            if (all is null)
            {
                all = part;
                continue;
            }

            all.AddRange(part);
            if (part.Usage is not null)
            {
                (all.Usage ??= new()).Add(part.Usage);
            }
        }

        return all!;
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateOnceAsync(EmbeddingRequest request, CredentialUse credential, AttemptClock clock)
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
