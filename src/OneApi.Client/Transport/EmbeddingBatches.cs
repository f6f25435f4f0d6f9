using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Splits an embedding call where a provider takes few texts at once, and joins the answers: vectors in the order of the inputs, usage summed.</summary>
internal static class EmbeddingBatches
{
    /// <summary>False where the caller wrote the texts into the request in the provider's own words: those go out as they are.</summary>
    public static bool CanSplit(EmbeddingRequest request) =>
        request.Raw?.ContainsKey("input") != true && request.Options?.AdditionalProperties?.ContainsKey("input") != true;

    public static IEnumerable<EmbeddingRequest> Of(EmbeddingRequest request, int size)
    {
        for (var start = 0; start < request.Inputs.Count; start += size)
        {
            yield return new()
            {
                Inputs = [.. request.Inputs.Skip(start).Take(size)],
                Options = request.Options,
                Model = request.Model,
                Raw = request.Raw,
                Endpoint = request.Endpoint,
                Warnings = request.Warnings,
                ForwardedHeaders = request.ForwardedHeaders,
            };
        }
    }

    public static GeneratedEmbeddings<Embedding<float>> Join(IReadOnlyList<GeneratedEmbeddings<Embedding<float>>> answers)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>(answers.SelectMany(static answer => answer));
        foreach (var answer in answers)
        {
            if (answer.Usage is { } usage)
            {
                (all.Usage ??= new()).Add(usage);
            }

            foreach (var (name, value) in answer.AdditionalProperties ?? [])
            {
                (all.AdditionalProperties ??= [])[name] = value; // of several the last, as in a stream
            }
        }

        return all;
    }
}
