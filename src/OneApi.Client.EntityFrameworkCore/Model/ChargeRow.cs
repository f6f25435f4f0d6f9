namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>What a usage record has charged to one account.</summary>
internal sealed class ChargeRow
{
    public required Guid CallId { get; init; }

    public required string Account { get; init; }

    public required long Micros { get; init; }
}
