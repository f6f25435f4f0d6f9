using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>The schemes by name, and the named HTTP client of each.</summary>
internal static class AuthenticationSchemes
{
    public const string Bearer = "bearer";
    public const string AnthropicKey = "x-api-key";
    public const string GoogleKey = "x-goog-api-key";
    public const string AzureKey = "api-key";
    public const string HostToken = "token-provider";
    public const string ZhipuToken = "zhipu-jwt";
    public const string Tc3 = "tc3-hmac-sha256";
    public const string ArkKey = "ark-api-key";

    /// <summary>Every scheme with what makes its handler: header schemes differ in the header's name only.</summary>
    public static readonly AuthenticationScheme[] All =
    [
        new(Bearer, ChannelSecrets.ApiKey, static _ => new BearerHandler()),
        new(AnthropicKey, ChannelSecrets.ApiKey, static _ => new ApiKeyHeaderHandler("x-api-key")),
        new(GoogleKey, ChannelSecrets.ApiKey, static _ => new ApiKeyHeaderHandler("x-goog-api-key")),
        new(AzureKey, ChannelSecrets.ApiKey, static _ => new ApiKeyHeaderHandler("api-key")),
        new(HostToken, ChannelSecrets.TokenProvider, static _ => new HostTokenHandler()),
        new(ZhipuToken, ChannelSecrets.ApiKey, static services => new ZhipuJwtHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<TimeProvider>())),
        new(Tc3, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new Tc3Handler("hunyuan", services.GetRequiredService<TimeProvider>())),
        new(ArkKey, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new ArkKeyHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<ProviderHttp>(), services.GetRequiredService<TimeProvider>())),
    ];

    private static readonly FrozenDictionary<string, AuthenticationScheme> ByName = All.ToFrozenDictionary(scheme => scheme.Name, StringComparer.OrdinalIgnoreCase);

    public static AuthenticationScheme Of(string name) => ByName[name];

    public static string HttpClientName(string scheme) => HttpClientNames.Prefix + scheme;
}
