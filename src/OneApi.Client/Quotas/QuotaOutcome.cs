namespace OneApi.Client;

/// <summary>What became of an operation on a quota.</summary>
public enum QuotaOutcome
{
    /// <summary>It was done.</summary>
    Applied = 0,

    /// <summary>It had been done before under the same id; nothing was changed.</summary>
    Duplicate,

    /// <summary>It was not done; nothing was changed. <see cref="QuotaResult.Refusal"/> says why.</summary>
    Refused,
}
