namespace OneApi.Client.Usage;

/// <summary>What a record counts under in a breakdown.</summary>
internal static class RecordKeys
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public static string?[] Of(UsageRecord record, IReadOnlyList<UsageDimension> by)
    {
        var keys = new string?[by.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Of(record, by[i]);
        }

        return keys;
    }

    public static DateTimeOffset QuarterOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Quarter.Ticks), TimeSpan.Zero);

    /// <summary>A ledger knows no days and hours: they belong to a time zone.</summary>
    public static void Check(IReadOnlyList<UsageDimension> by)
    {
        ArgumentNullException.ThrowIfNull(by);
        foreach (var dimension in by)
        {
            if (dimension.Kind is UsageDimensionKind.Day or UsageDimensionKind.Hour)
            {
                throw new ArgumentException($"'{dimension}' is not summed in a ledger; ask for quarters of an hour and add them up in a time zone.", nameof(by));
            }
        }
    }

    private static string? Of(UsageRecord record, UsageDimension dimension) => dimension.Kind switch
    {
        UsageDimensionKind.Owner => record.Owner,
        UsageDimensionKind.Token => record.TokenId,
        UsageDimensionKind.Group => record.Group,
        UsageDimensionKind.Model => record.ServedModel ?? record.RequestedModel,
        UsageDimensionKind.Channel => record.Channel,
        UsageDimensionKind.Provider => record.Provider,
        UsageDimensionKind.Label => dimension.Label is { } label ? record.Labels.GetValueOrDefault(label) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "This is not a dimension of a record."),
    };
}
