namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>A reservation that has ended, remembered for a while so that a repetition changes nothing.</summary>
internal sealed class EndedRow
{
    public required Guid Id { get; init; }

    public bool IsCharged { get; set; }

    /// <summary>Gets when it ended, in UTC ticks.</summary>
    public required long EndedAt { get; init; }
}
