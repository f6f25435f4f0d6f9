namespace OneApi.Client;

/// <summary>How a call ended.</summary>
public enum CallOutcome
{
    /// <summary>The answer was delivered whole.</summary>
    Succeeded = 0,

    /// <summary>Nothing was delivered; <see cref="UsageRecord.ErrorKind"/> says why.</summary>
    Failed,

    /// <summary>A stream broke after content was delivered; <see cref="UsageRecord.ErrorKind"/> says why.</summary>
    Broken,

    /// <summary>The caller cancelled, or left the stream before its end.</summary>
    Cancelled,
}
