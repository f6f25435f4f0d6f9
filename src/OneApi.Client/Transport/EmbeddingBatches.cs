using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Splits an embedding call where a provider takes few texts at once, and joins the answers: vectors in the order of the inputs, usage summed.</summary>
internal static class EmbeddingBatches
{
    /// <summary>False where the caller wrote the texts into the request in the provider's own words: those go out as they are.</summary>
    public static bool CanSplit(EmbeddingRequest request) =>
        !Has(request, "input") && !Has(request, "InputList") && !Has(request, "Input");

    public static IEnumerable<EmbeddingRequest> Of(EmbeddingRequest request, int size) => request.Inputs.Chunk(size).Select(request.With);

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

    private static bool Has(EmbeddingRequest request, string member) =>
        request.Raw?.ContainsKey(member) == true || request.Options?.AdditionalProperties?.ContainsKey(member) == true;
}
