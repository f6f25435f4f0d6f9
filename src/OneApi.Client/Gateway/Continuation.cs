using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Routing;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Gateway;

/// <summary>A text that broke off, as it goes to the provider that shall go on with it.</summary>
internal sealed class Continuation
{
    public Continuation(string delivered, Prefill prefill)
    {
        var length = LengthOf(delivered, prefill);
        var half = delivered.Length > 0 && char.IsHighSurrogate(delivered[^1]) ? 1 : 0;
        Text = delivered[..length];
        Space = delivered[length..^half];
        Half = half == 0 ? null : delivered[^1];
        Repeats = prefill.Repeats;
    }

    /// <summary>Gets what is sent: what was delivered, but for its end where that can't be sent.</summary>
    public string Text { get; }

    /// <summary>Gets the white space behind it that was delivered and not sent, since the wire does not take it.</summary>
    public string Space { get; }

    /// <summary>Gets the half of a pair that was delivered last and not sent; the answer must go on with it. Null for nearly all.</summary>
    public char? Half { get; }

    /// <summary>Gets a value indicating whether the server is known to repeat what is sent.</summary>
    public bool Repeats { get; }

    /// <summary>Gets how many tokens of its input the provider is sent of the answer.</summary>
    public long Tokens { get; init; }

    /// <summary>Gets the caller's options, with what is left of the output limit.</summary>
    public ChatOptions? Options { get; init; }

    /// <summary>Whether a candidate would go on with a text.</summary>
    public static bool CanBe(ChatCall call, Candidate candidate, string delivered) =>
        candidate.Channel.Chat?.PrefillOf(call, candidate.WireModel) is { } prefill && LengthOf(delivered, prefill) > 0;

    /// <summary>The text as a candidate is sent it that would go on with it.</summary>
    public static Continuation Of(ChatCall call, Candidate candidate, string delivered)
    {
        var prefill = candidate.Channel.Chat!.PrefillOf(call, candidate.WireModel)!;
        var tokens = TokenCounter.Count(delivered, candidate.PublicModel);
        return new(delivered, prefill) { Tokens = tokens, Options = OptionsFor(call.Options, tokens) };
    }

    /// <summary>A provider counts the beginning among its input, and to the caller it is output: so many tokens are moved; back where they are negative.</summary>
    /// <returns>The usage with the tokens moved; null when the provider has not told both.</returns>
    public static UsageDetails? Move(UsageDetails usage, long tokens)
    {
        if (usage is not { InputTokenCount: { } input, OutputTokenCount: { } output })
        {
            return null;
        }

        var moved = Math.Clamp(tokens, -output, input);
        var copy = new UsageDetails();
        copy.Add(usage);
        copy.InputTokenCount = input - moved;
        copy.OutputTokenCount = output + moved;
        copy.CachedInputTokenCount = copy.CachedInputTokenCount > copy.InputTokenCount ? copy.InputTokenCount : copy.CachedInputTokenCount;
        return copy;
    }

    /// <summary>How much of a text can be sent: no half of a pair, and no white space at its end where the wire refuses it. Zero when nothing is left, or the text holds halves elsewhere.</summary>
    private static int LengthOf(string delivered, Prefill prefill)
    {
        var text = delivered.AsSpan();
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            text = text[..^1];
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i])))
            {
                return 0;
            }
        }

        var length = text.TrimEnd().Length;
        return prefill.SpaceAtEnd && length > 0 ? text.Length : length;
    }

    private static ChatOptions? OptionsFor(ChatOptions? options, long delivered)
    {
        if (options?.MaxOutputTokens is not { } limit)
        {
            return options;
        }

        var rest = options.Clone();
        rest.MaxOutputTokens = (int)Math.Max(1, limit - delivered);
        return rest;
    }
}
