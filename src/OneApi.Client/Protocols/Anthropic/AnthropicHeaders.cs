using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>The headers that this wire needs beside the key: its version, always, and the betas that a call asks for (protocols/anthropic.md §1).</summary>
internal static class AnthropicHeaders
{
    /// <summary>The additional property that names betas: a text, comma-separated, or a list of texts. It is no member of the body.</summary>
    public const string Beta = "anthropic-beta";

    private const string Version = "anthropic-version";
    private static readonly KeyValuePair<string, string> CurrentVersion = new(Version, "2023-06-01");

    public static IEnumerable<KeyValuePair<string, string>> Of(ChatRequest request)
    {
        if (Configured(request.Endpoint, Version) is null)
        {
            yield return CurrentVersion;
        }

        if (BetasOf(request) is { Length: > 0 } betas)
        {
            yield return new(Beta, betas);
        }
    }

    /// <summary>A call's own header takes the place of the configured one, so the configured betas are named again.</summary>
    private static string? BetasOf(ChatRequest request)
    {
        if (request.Options?.AdditionalProperties?.TryGetValue(Beta, out var asked) != true)
        {
            return null;
        }

        var names = Split(Configured(request.Endpoint, Beta)).Concat(NamesIn(asked)).Distinct(StringComparer.Ordinal);
        return string.Join(',', names);
    }

    private static string? Configured(ProviderEndpoint endpoint, string name)
    {
        foreach (var header in endpoint.Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    private static IEnumerable<string> NamesIn(object? value) => value switch
    {
        string text => Split(text),
        IEnumerable<string> texts => texts.SelectMany(Split),
        JsonElement { ValueKind: JsonValueKind.String } element => Split(element.GetString()),
        JsonElement { ValueKind: JsonValueKind.Array } element => element.EnumerateArray().SelectMany(static item => NamesIn(item)),
        JsonArray array => array.SelectMany(static item => NamesIn(item)),
        JsonValue node when node.TryGetValue<string>(out var text) => Split(text),
        _ => [],
    };

    private static IEnumerable<string> Split(string? names) => names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
