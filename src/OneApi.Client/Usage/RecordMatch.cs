namespace OneApi.Client.Usage;

/// <summary>Whether a record is one of those that a filter means. Texts are compared exactly.</summary>
internal static class RecordMatch
{
    public static bool Matches(UsageFilter filter, UsageRecord record) =>
        (filter.From is not { } from || record.StartedAt >= from)
        && (filter.Until is not { } until || record.StartedAt < until)
        && IsOf(filter.Owner, record.Owner)
        && IsOf(filter.TokenId, record.TokenId)
        && Is(filter.Group, record.Group)
        && Is(filter.Model, record.ServedModel ?? record.RequestedModel)
        && Is(filter.Channel, record.Channel)
        && Is(filter.Provider, record.Provider)
        && (filter.Outcome is not { } outcome || record.Outcome == outcome)
        && HasLabels(filter.Labels, record.Labels);

    private static bool Is(string? wanted, string? found) => wanted is null || wanted == found;

    /// <summary>The empty text means that there is nobody.</summary>
    private static bool IsOf(string? wanted, string? found) => wanted is null || wanted == (found ?? string.Empty);

    private static bool HasLabels(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> found)
    {
        foreach (var (name, value) in wanted)
        {
            if (!found.TryGetValue(name, out var other) || other != value)
            {
                return false;
            }
        }

        return true;
    }
}
