namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>One label of a usage record.</summary>
internal sealed class LabelRow
{
    public required Guid CallId { get; init; }

    public required string Name { get; init; }

    public required string Value { get; init; }
}
