namespace OneApi.Client;

/// <summary>What a report can be broken down by.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Label">The label's name, for <see cref="UsageDimensionKind.Label"/> only.</param>
public readonly record struct UsageDimension(UsageDimensionKind Kind, string? Label = null)
{
    private const string LabelPrefix = "label:";

    /// <summary>Gets the customer: the owner of the access token.</summary>
    public static UsageDimension Owner => new(UsageDimensionKind.Owner);

    /// <summary>Gets the access token, by its id.</summary>
    public static UsageDimension Token => new(UsageDimensionKind.Token);

    /// <summary>Gets the group.</summary>
    public static UsageDimension Group => new(UsageDimensionKind.Group);

    /// <summary>Gets the public model that served, or the one that was asked for when none did.</summary>
    public static UsageDimension Model => new(UsageDimensionKind.Model);

    /// <summary>Gets the channel that served, or the last one that failed.</summary>
    public static UsageDimension Channel => new(UsageDimensionKind.Channel);

    /// <summary>Gets that channel's provider.</summary>
    public static UsageDimension Provider => new(UsageDimensionKind.Provider);

    /// <summary>Gets the day on which the call began, in the report's time zone.</summary>
    public static UsageDimension Day => new(UsageDimensionKind.Day);

    /// <summary>Gets the hour in which the call began, in the report's time zone.</summary>
    public static UsageDimension Hour => new(UsageDimensionKind.Hour);

    /// <summary>The value of a label.</summary>
    /// <param name="name">The label's name.</param>
    /// <returns>The dimension.</returns>
    public static UsageDimension OfLabel(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(UsageDimensionKind.Label, name);
    }

    /// <summary>Reads a dimension by its name: <c>owner</c>, <c>token</c>, <c>group</c>, <c>model</c>, <c>channel</c>, <c>provider</c>, <c>day</c>, <c>hour</c>, or <c>label:</c> with a label's name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="dimension">The dimension.</param>
    /// <returns><see langword="false"/> when there is none of that name.</returns>
    public static bool TryParse(string? text, out UsageDimension dimension)
    {
        dimension = default;
        if (text?.StartsWith(LabelPrefix, StringComparison.OrdinalIgnoreCase) == true && text.Length > LabelPrefix.Length)
        {
            dimension = OfLabel(text[LabelPrefix.Length..]);
            return true;
        }

        if (text is null || text.Length == 0 || !char.IsAsciiLetter(text[0]) || !Enum.TryParse<UsageDimensionKind>(text, ignoreCase: true, out var kind) || kind is UsageDimensionKind.Label)
        {
            return false;
        }

        dimension = new(kind);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind is UsageDimensionKind.Label ? LabelPrefix + Label : Kind.ToString().ToLowerInvariant();
}
