using System.Text;
using Microsoft.ML.Tokenizers;
using OneApi.Client.Channels;

namespace OneApi.Client.TokenCounting;

/// <summary>
/// Counts the tokens of a text: with the model's own vocabulary where it is public and at hand (OpenAI's), else a third of the UTF-8 bytes, rounded
/// up, which is more than most vocabularies need. A vocabulary takes some 200 ms and 40 MB the first time, so it is loaded when first asked for.
/// </summary>
internal static class TokenCounter
{
    /// <summary>What is longer is counted by the share that its beginning needs: no caller buys seconds of processor time with a large prompt.</summary>
    private const int LongestCounted = 65_536;
    private const int BytesPerToken = 3;

    private static readonly Lazy<Tokenizer> O200K = new(static () => TiktokenTokenizer.CreateForEncoding("o200k_base"));
    private static readonly Lazy<Tokenizer> Cl100K = new(static () => TiktokenTokenizer.CreateForEncoding("cl100k_base"));

    /// <summary>Patterns of model names and the vocabulary of each; the first that matches holds. Source: the model table of OpenAI's tiktoken.</summary>
    private static readonly (string Pattern, Lazy<Tokenizer> Vocabulary)[] Families =
    [
        ("gpt-4o*", O200K), ("gpt-4.1*", O200K), ("gpt-4.5*", O200K), ("gpt-5*", O200K), ("gpt-oss*", O200K), ("chatgpt-4o*", O200K),
        ("o1*", O200K), ("o3*", O200K), ("o4*", O200K),
        ("gpt-4*", Cl100K), ("gpt-3.5*", Cl100K), ("gpt-35*", Cl100K), ("text-embedding-3*", Cl100K), ("text-embedding-ada-002*", Cl100K),
    ];

    public static long Count(string? text, string model)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        if (VocabularyOf(model) is not { } vocabulary)
        {
            return Rough(text);
        }

        if (text.Length <= LongestCounted)
        {
            return vocabulary.CountTokens(text);
        }

        var counted = vocabulary.CountTokens(text.AsSpan(0, LongestCounted));
        return (((long)counted * text.Length) + LongestCounted - 1) / LongestCounted;
    }

    /// <summary>The text of tokens, or null where nobody knows the model's vocabulary, or a number is none of it.</summary>
    public static string? Decode(int[] tokens, string model)
    {
        try
        {
            return VocabularyOf(model)?.Decode(tokens);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static long Rough(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    /// <summary>A vendor's prefix, as routers of models write it (<c>openai/gpt-4o</c>), says nothing about the vocabulary.</summary>
    private static Tokenizer? VocabularyOf(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        foreach (var (pattern, vocabulary) in Families)
        {
            if (ModelPattern.Matches(pattern, name))
            {
                return vocabulary.Value;
            }
        }

        return null;
    }
}
