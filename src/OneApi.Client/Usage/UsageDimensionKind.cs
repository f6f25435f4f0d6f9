namespace OneApi.Client;

/// <summary>The kinds of <see cref="UsageDimension"/>.</summary>
public enum UsageDimensionKind
{
    /// <summary>The customer.</summary>
    Owner = 0,

    /// <summary>The access token.</summary>
    Token,

    /// <summary>The group.</summary>
    Group,

    /// <summary>The public model.</summary>
    Model,

    /// <summary>The channel.</summary>
    Channel,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The value of one label.</summary>
    Label,

    /// <summary>The day.</summary>
    Day,

    /// <summary>The hour.</summary>
    Hour,
}
