using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Answers addresses and methods that the gateway does not have like the vendors do, so that their clients raise the right exception.</summary>
internal static class UnknownRoute
{
    public static EndpointException At(HttpContext context) => new(new(
        StatusCodes.Status404NotFound,
        "invalid_request_error",
        "unknown_url",
        $"Unknown request URL: {context.Request.Method} {Shortened(context.Request.Path)}. Check the address for typos, and the method.") { ShouldRetry = false });

    public static EndpointException Method(HttpContext context, string allowed) => new(new(
        StatusCodes.Status405MethodNotAllowed,
        "invalid_request_error",
        "method_not_allowed",
        $"Not allowed to {context.Request.Method} on {Shortened(context.Request.Path)}; use {allowed}.") { ShouldRetry = false });

    private static string Shortened(PathString path) => path.Value is { Length: > 200 } long_ ? long_[..200] + "…" : path.Value ?? string.Empty;
}
