namespace OneApi.Client.Channels;

/// <summary>Limits that hold where a channel sets none (reliability §3).</summary>
internal static class DefaultLimits
{
    public static readonly TimeSpan FirstToken = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan FirstTokenOfReasoning = TimeSpan.FromSeconds(120);
    public static readonly TimeSpan Total = TimeSpan.FromMinutes(5);
}
