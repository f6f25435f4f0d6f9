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
    public const string Basic = "basic";
    public const string HostToken = "token-provider";
    public const string ZhipuToken = "zhipu-jwt";
    public const string BaiduToken = "baidu-token";
    public const string BceSignature = "bce-auth-v1";
    public const string BceBearer = "bce-bearer";
    public const string SparkUrl = "spark-url";
    public const string SparkToken = "spark-token";
    public const string Tc3 = "tc3-hmac-sha256";
    public const string ArkKey = "ark-api-key";

    /// <summary>Every scheme with what makes its handler: header schemes differ in the header's name only.</summary>
    public static readonly AuthenticationScheme[] All =
    [
        new(Bearer, ChannelSecrets.ApiKey, static _ => new BearerHandler()),
        new(AnthropicKey, ChannelSecrets.ApiKey, static _ => new ApiKeyHeaderHandler("x-api-key")),
        new(GoogleKey, ChannelSecrets.ApiKey, static _ => new ApiKeyHeaderHandler("x-goog-api-key")),
        new(AzureKey, ChannelSecrets.ApiKey, static _ => new ApiKeyHeaderHandler("api-key")),
        new(Basic, ChannelSecrets.ApiKey, static _ => new BasicHandler()),
        new(HostToken, ChannelSecrets.TokenProvider, static _ => new HostTokenHandler()),
        new(ZhipuToken, ChannelSecrets.ApiKey, static services => new ZhipuJwtHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<TimeProvider>())),
        new(BaiduToken, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new BaiduTokenHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<ProviderHttp>(), services.GetRequiredService<TimeProvider>())),
        new(BceSignature, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new BceHandler(services.GetRequiredService<TimeProvider>())),
        new(BceBearer, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new BceBearerHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<ProviderHttp>(), services.GetRequiredService<TimeProvider>())),
        new(SparkUrl, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey | ChannelSecrets.AppId, static services => new SparkUrlHandler(services.GetRequiredService<TimeProvider>())),
        new(SparkToken, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey | ChannelSecrets.AppId, static services => new SparkTokenHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<ProviderHttp>(), services.GetRequiredService<TimeProvider>())),
        new(Tc3, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new Tc3Handler("hunyuan", services.GetRequiredService<TimeProvider>())),
        new(ArkKey, ChannelSecrets.ApiKey | ChannelSecrets.SecretKey, static services => new ArkKeyHandler(services.GetRequiredService<CredentialIssuer>(), services.GetRequiredService<ProviderHttp>(), services.GetRequiredService<TimeProvider>())),
    ];

    private static readonly FrozenDictionary<string, AuthenticationScheme> ByName = All.ToFrozenDictionary(scheme => scheme.Name, StringComparer.OrdinalIgnoreCase);

    public static AuthenticationScheme Of(string name) => ByName[name];

    public static string HttpClientName(string scheme) => HttpClientNames.Prefix + scheme;
}
