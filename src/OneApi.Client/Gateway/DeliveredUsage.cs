using Microsoft.Extensions.AI;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Gateway;

/// <summary>What a call has used: as the provider reported it, or counted from what was delivered when it reported nothing.</summary>
/// <param name="Reported">What the provider reported, or null.</param>
/// <param name="Text">Delivered text, where nothing was reported.</param>
/// <param name="Contents">Delivered contents, where nothing was reported.</param>
/// <param name="IsInPart">Whether what was reported is counted in part all the same.</param>
internal readonly record struct DeliveredUsage(UsageDetails? Reported, string? Text = null, IEnumerable<AIContent>? Contents = null, bool IsInPart = false)
{
    public static DeliveredUsage None => default;

    public bool IsEstimated => Reported is null || IsInPart;

    /// <summary>A usage without a single number says nothing.</summary>
    public static DeliveredUsage Of(UsageDetails? usage) => SaysNothing(usage) ? default : new(usage);

    public static DeliveredUsage Of(UsageDetails? usage, ChatResponse response) =>
        SaysNothing(usage) ? new(null, Contents: response.Messages.SelectMany(static message => message.Contents)) : new(usage);

    public static DeliveredUsage Of(UsageDetails? usage, string? text, IEnumerable<AIContent>? contents) =>
        SaysNothing(usage) ? new(null, text, contents) : new(usage);

    public UsageDetails ReportedOrEstimated(Call call) => Reported ?? Estimate(call);

    public UsageDetails Estimate(Call call)
    {
        var model = call.LastAttempt?.Candidate.PublicModel ?? call.Model;
        var output = TokenCounter.Count(Text, model);
        foreach (var content in Contents ?? [])
        {
            output += ContentTokens.Of(content, model);
        }

        return new() { InputTokenCount = call.InputTokens, OutputTokenCount = output, TotalTokenCount = call.InputTokens + output };
    }

    private static bool SaysNothing(UsageDetails? usage) =>
        usage is null or { InputTokenCount: null, OutputTokenCount: null, TotalTokenCount: null, AdditionalCounts: null };
}
