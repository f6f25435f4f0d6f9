namespace OneApi.Client.Usage;

/// <summary>What a sum stands for: the values of its dimensions and, where asked for, the quarter of an hour. Two are equal when their values are.</summary>
internal readonly struct SumKey(string?[] keys, DateTimeOffset? quarter = null) : IEquatable<SumKey>
{
    public string?[] Keys { get; } = keys;

    public DateTimeOffset? Quarter { get; } = quarter;

    public bool Equals(SumKey other) => Quarter == other.Quarter && Keys.AsSpan().SequenceEqual(other.Keys);

    public override bool Equals(object? obj) => obj is SumKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Quarter);
        foreach (var key in Keys)
        {
            hash.Add(key);
        }

        return hash.ToHashCode();
    }
}
