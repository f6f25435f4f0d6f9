namespace OneApi.Client.Usage;

/// <summary>Refuses queries that can't be answered, before anything is read.</summary>
internal static class QueryCheck
{
    public static void Check(UsageQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(query.Filter, "query.Filter");
        ArgumentNullException.ThrowIfNull(query.By, "query.By");
        if (query.Top is { } top)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(top, 1, "query.Top");
        }

        if (query.OrderBy is { } measure && !Enum.IsDefined(measure))
        {
            throw new ArgumentException($"OrderBy: '{measure}' is not a measure; use one of {string.Join(", ", Enum.GetNames<UsageMeasure>())}.", nameof(query));
        }

        for (var i = 0; i < query.By.Count; i++)
        {
            if (ErrorOf(query.By, i) is { } error)
            {
                throw new ArgumentException($"By:{i}: {error}", nameof(query));
            }
        }
    }

    /// <summary>What is wrong with one of the dimensions, or <see langword="null"/>.</summary>
    public static string? ErrorOf(IReadOnlyList<UsageDimension> by, int index)
    {
        var dimension = by[index];
        if (!Enum.IsDefined(dimension.Kind))
        {
            return $"'{dimension.Kind}' is not a dimension; use one of {string.Join(", ", Enum.GetNames<UsageDimensionKind>())}.";
        }

        if (dimension.Kind is UsageDimensionKind.Label && string.IsNullOrWhiteSpace(dimension.Label))
        {
            return "a label without a name; use UsageDimension.OfLabel(name).";
        }

        for (var i = 0; i < index; i++)
        {
            if (by[i] == dimension)
            {
                return $"'{dimension}' is there twice; name it once.";
            }
        }

        return null;
    }
}
