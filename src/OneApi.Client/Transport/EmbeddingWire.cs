using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Relays;

namespace OneApi.Client.Transport;

/// <summary>Carries one wire's embedding calls over HTTP. More texts than one call may hold go out in several, one after another, and come back as one answer.</summary>
internal sealed class EmbeddingWire(ChatProtocol chat, EmbeddingProtocol protocol, ProviderHttp http, string scheme)
{
    private readonly WireSender _sender = new(chat, http, scheme);

    /// <summary>The limit that the server stated when it refused a call; a new snapshot forgets it.</summary>
    private volatile int _statedLimit = int.MaxValue;

    /// <summary>Says whether a request can go out as its caller wrote it.</summary>
    public bool CanRelay(EmbeddingRequest request, EmbeddingBody body)
    {
        var profile = request.Profile;
        return protocol is OpenAIEmbeddingProtocol
            && !profile.EmbeddingParts
            && body.Count <= Math.Min(profile.MaxEmbeddingInputs ?? int.MaxValue, _statedLimit)
            && !(profile.MaxEmbeddingInputs == 1 && body.IsList)
            && (!body.HasDimensions || profile.DimensionsField is "dimensions");
    }

    /// <summary>Sends a request as its caller wrote it; the answer is <see cref="WireBytes"/>, and its vectors are not read.</summary>
    public async Task<GeneratedEmbeddings<Embedding<float>>> RelayAsync(EmbeddingRequest request, EmbeddingBody body, CredentialUse credential, AttemptClock clock)
    {
        var content = new MemoryBody(body.With(request.Model), contentType: null, clock);
        content.Headers.TryAddWithoutValidation("Content-Type", request.Profile.ContentType ?? "application/json");
        try
        {
            using var response = await _sender
                .SendAsync(request.Endpoint, protocol.GetUrl(request.Endpoint, request.Model), content, "application/json", request.ForwardedHeaders, credential, clock)
                .ConfigureAwait(false);
            return await ReadRelayedAsync(response, request, body, clock).ConfigureAwait(false);
        }
        catch (OneApiException refusal) when (request.Inputs.Count > 0 && protocol.LimitIn(refusal) is { } stated && stated < body.Count)
        {
            _statedLimit = stated;
            return await SendAllAsync(request, stated, credential, clock).ConfigureAwait(false);
        }
    }

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

    private static async Task<GeneratedEmbeddings<Embedding<float>>> ReadRelayedAsync(HttpResponseMessage response, EmbeddingRequest request, EmbeddingBody body, AttemptClock clock)
    {
        var answer = await WireBody.ReadAsync(response, WireBody.MaxAnswerBytes, clock).ConfigureAwait(false);
        try
        {
            var (count, usage) = OpenAIEmbeddingEnvelope.Read(answer.Span, request.Endpoint);
            return count == body.Count
                ? new() { Usage = usage, AdditionalProperties = new() { [OneApiResponseExtensions.WireBytesKey] = new WireBytes(Wires.Embeddings, answer.Span.ToArray()) } }
                : throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer does not hold one vector for each input.");
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
        finally
        {
            answer.Return();
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
            .SendAsync(request.Endpoint, protocol.GetUrl(request.Endpoint, request.Model), body, streaming: false, request.ForwardedHeaders.Concat(protocol.GetHeaders(request)), credential, clock)
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
