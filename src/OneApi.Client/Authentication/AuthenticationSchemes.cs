using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>The schemes by name, and the named HTTP client of each.</summary>
internal static class AuthenticationSchemes
{
    public const string Bearer = "bearer";
    public const string AnthropicKey = "x-api-key";
    public const string GoogleKey = "x-goog-api-key";
    public const string AzureKey = "api-key";

    /// <summary>Every scheme with what makes its handler: header schemes differ in the header's name only.</summary>
    public static readonly (string Name, Func<IServiceProvider, DelegatingHandler> Create)[] All =
    [
        (Bearer, static _ => new BearerHandler()),
        (AnthropicKey, static _ => new ApiKeyHeaderHandler("x-api-key")),
        (GoogleKey, static _ => new ApiKeyHeaderHandler("x-goog-api-key")),
        (AzureKey, static _ => new ApiKeyHeaderHandler("api-key")),
    ];

    public static string HttpClientName(string scheme) => HttpClientNames.Prefix + scheme;
}
