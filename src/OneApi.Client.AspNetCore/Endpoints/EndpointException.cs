namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>The endpoint itself refuses a request, before the gateway is asked.</summary>
internal sealed class EndpointException(EndpointError error) : Exception(error.Message)
{
    public EndpointError Error { get; } = error;

    /// <summary>The request says something that can't be.</summary>
    /// <param name="param">Where (<c>messages[0].role</c>), or null.</param>
    /// <param name="message">What was found and what would be right.</param>
    /// <param name="code">The stable code.</param>
    public static EndpointException Invalid(string? param, string message, string code = "invalid_value") =>
        new(new(400, "invalid_request_error", code, message) { Param = param });
}
