namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A member of a request's body, or a parameter of its query: what reads it and what describes it are one.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">What it may hold.</param>
/// <param name="Text">What it means.</param>
internal sealed record AdminField(string Name, AdminFieldType Type, string Text)
{
    public bool IsRequired { get; init; }

    /// <summary>Gets a value indicating whether what was found there is never said again.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Gets what is said beside the type to whoever got it wrong.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets the members of an object.</summary>
    public IReadOnlyList<AdminField> Members { get; init; } = [];

    public string TypeText => Type switch
    {
        AdminFieldType.Integer => "a whole number",
        AdminFieldType.Decimal => "a decimal number such as 12.50",
        AdminFieldType.Number => "a number",
        AdminFieldType.Boolean => "true or false",
        AdminFieldType.Moment => "a moment such as '2026-12-31T23:59:59Z'",
        AdminFieldType.TextList => "a list of texts",
        AdminFieldType.TextMap => "an object of texts",
        AdminFieldType.Object => "an object",
        AdminFieldType.ObjectList => "a list of objects",
        _ => "a text",
    };
}
