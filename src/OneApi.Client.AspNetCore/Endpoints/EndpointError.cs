namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>An error as a caller over HTTP may see it: nothing secret, no other tenant's name, no list of what is allowed. Each dialect writes it in its own words.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">OpenAI's word for the family: <c>invalid_request_error</c>, <c>authentication_error</c>, <c>permission_error</c>, <c>insufficient_quota</c>, <c>rate_limit_error</c>, <c>server_error</c>, ….</param>
/// <param name="Code">The stable code, or null.</param>
/// <param name="Message">What is wrong and what would be right, for people.</param>
internal sealed record EndpointError(int Status, string Type, string? Code, string Message)
{
    /// <summary>Gets the part of the request that is wrong (<c>messages[0].role</c>), or null.</summary>
    public string? Param { get; init; }

    /// <summary>Gets how long to wait before another try, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets whether another try can help; null when the status says enough.</summary>
    public bool? ShouldRetry { get; init; }
}
