namespace OneApi.Client.Sdks.Tests.Node;

/// <summary>What the scripts have to check: a script that leaves one out fails its row.</summary>
internal static class NodeChecks
{
    private static readonly string[] Errors = ["wrong key", "unknown model", "forbidden", "quota exhausted", "too large", "rate limited upstream"];

    /// <summary>Gets the wires of the Vercel SDK, and whether its provider makes embeddings.</summary>
    private static readonly (string Wire, bool Embeds)[] VercelWires = [("openai responses", false), ("openai chat", true), ("compatible", true), ("anthropic", false)];

    public static IReadOnlyList<string> Scripts { get; } = ["openai", "anthropic", "vercel"];

    public static IEnumerable<string> Of(string script) => script switch
    {
        "openai" => Channels(["chat", "stream", "stream without usage", "tools", "tools streamed", "tool runner", "responses", "responses streamed", "error in stream"], embeds: true, warns: true)
            .Concat(ErrorsOf("errors/", [.. Errors, "models", "malformed request", "limit of the token"])),
        "anthropic" => Channels(["chat", "stream", "count tokens", "tools", "tools streamed", "error in stream"], embeds: false, warns: true)
            .Concat(ErrorsOf("errors/", [.. Errors, "models", "malformed request", "limit of the token"])),
        _ => VercelWires.SelectMany(static wire => Channels(["chat", "stream", "tools", "tools streamed", "second turn", "error in stream"], wire.Embeds, warns: false).Select(check => $"{wire.Wire}/{check}")
            .Concat(ErrorsOf($"errors/{wire.Wire}/", Errors)))
            .Append("errors/openai responses/unknown item"),
    };

    private static IEnumerable<string> ErrorsOf(string prefix, IEnumerable<string> names) => names.Select(name => prefix + name);

    private static IEnumerable<string> Channels(string[] always, bool embeds, bool warns)
    {
        foreach (var channel in SdkChannel.All)
        {
            string?[] more = [channel.HasSchemas ? "structured" : warns ? "structured is a warning" : null, channel.VisionModel is null ? null : "image", embeds && channel.EmbeddingModel is not null ? "embeddings" : null];
            foreach (var check in always.Concat(more.OfType<string>()))
            {
                yield return $"{channel.Name}/{check}";
            }
        }
    }
}
