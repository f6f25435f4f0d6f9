namespace OneApi.Client;

/// <summary>A quota store could not be reached, or did not answer.</summary>
public sealed class QuotaStoreException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">What happened, without secrets.</param>
    /// <param name="isOutcomeUnknown">Whether the operation may have been done all the same.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public QuotaStoreException(string message, bool isOutcomeUnknown, Exception? innerException = null)
        : base(message, innerException)
    {
        IsOutcomeUnknown = isOutcomeUnknown;
    }

    /// <summary>Gets a value indicating whether the operation may have been done all the same; then it is repeated with the same id.</summary>
    public bool IsOutcomeUnknown { get; }
}
