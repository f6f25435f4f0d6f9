namespace OneApi.Client.Errors;

/// <summary>What a wire's error reader found in a failed answer, before it has a kind.</summary>
/// <param name="Status">The HTTP status; 200 for an error in a success, or null inside a stream.</param>
/// <param name="Code">The structured code, or null.</param>
/// <param name="Type">The structured type, or null: tried after the code.</param>
/// <param name="Message">The provider's words, or null.</param>
/// <param name="RetryAfter">A wait that the body states, or null.</param>
internal readonly record struct ProviderFault(int? Status, string? Code, string? Type, string? Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Gets the request's id where the body names it, or null: it counts where no header names one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets a member of the error that says more, as JSON, or null. It becomes an entry of the exception's <see cref="Exception.Data"/>, so nothing of the request may be in it.</summary>
    public KeyValuePair<string, string>? Details { get; init; }
}
