namespace OneApi.Client.Authentication;

/// <summary>What Ark issues a temporary key for: one endpoint or one bot (doubao.md §2.2).</summary>
/// <param name="Type">The word of the control plane: <c>endpoint</c>, <c>presetendpoint</c>, <c>bot</c>.</param>
/// <param name="Id">The id, which is also the call's model.</param>
internal sealed record ArkResource(string Type, string Id)
{
    /// <summary>Gets a value indicating whether the project must be named with it.</summary>
    public bool NeedsProject => Type == "presetendpoint";

    /// <summary>The resource that a model names, or null for a plain model, for which no temporary key is to be had.</summary>
    public static ArkResource? Of(string? model) => model switch
    {
        null => null,
        _ when model.StartsWith("ep-m-", StringComparison.Ordinal) => new("presetendpoint", model),
        _ when model.StartsWith("ep-", StringComparison.Ordinal) => new("endpoint", model),
        _ when model.StartsWith("bot-", StringComparison.Ordinal) => new("bot", model),
        _ => null,
    };
}
