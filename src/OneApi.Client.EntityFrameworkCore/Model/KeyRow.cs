namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>A key's public id, and whose key it is.</summary>
internal sealed class KeyRow
{
    public required string Id { get; init; }

    public required string TokenId { get; init; }
}
