using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Carries one wire's embedding calls over HTTP. More texts than one call may hold go out in several, one after another, and come back as one answer.</summary>
internal sealed class EmbeddingWire(ChatProtocol chat, EmbeddingProtocol protocol, ProviderHttp http, string scheme)
{
    private readonly WireSender _sender = new(chat, http, scheme);

    /// <summary>The limit that the server stated when it refused a call; a new snapshot forgets it.</summary>
    private volatile int _statedLimit = int.MaxValue;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(EmbeddingRequest request, CredentialUse credential, AttemptClock clock)
    {
        var limit = Math.Min(request.Profile.MaxEmbeddingInputs ?? int.MaxValue, _statedLimit);
        try
        {
            return await SendAllAsync(request, limit, credential, clock).ConfigureAwait(false);
        }
        catch (OneApiException refusal) when (EmbeddingBatches.CanSplit(request) && protocol.LimitIn(refusal) is { } stated && stated < Math.Min(limit, request.Inputs.Count))
        {
            _statedLimit = stated;
            return await SendAllAsync(request, stated, credential, clock).ConfigureAwait(false);
        }
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> SendAllAsync(EmbeddingRequest request, int limit, CredentialUse credential, AttemptClock clock)
    {
        if (request.Inputs.Count <= limit || !EmbeddingBatches.CanSplit(request))
        {
            return await SendAsync(request, credential, clock).ConfigureAwait(false);
        }

        var answers = new List<GeneratedEmbeddings<Embedding<float>>>();
        foreach (var batch in EmbeddingBatches.Of(request, limit))
        {
            answers.Add(await SendAsync(batch, credential, clock).ConfigureAwait(false));
        }

        return EmbeddingBatches.Join(answers);
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
