namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>The columns of the usage records, in the order in which they are written.</summary>
internal static class RecordColumns
{
    public const int Count = 22;

    public const string Names = """
        "CallId", "StartedAt", "Owner", "TokenId", "Group", "Model", "Channel", "Provider", "Outcome", "Attempts", "InputTokens", "CachedInputTokens", "CacheWriteTokens", "OutputTokens", "ReasoningTokens", "Images", "ChargeMicros", "ProviderCostMicros", "IsEstimated", "DurationTicks", "FirstTokenTicks", "Json"
        """;
}
