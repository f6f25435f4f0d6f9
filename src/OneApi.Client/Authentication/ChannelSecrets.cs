namespace OneApi.Client.Authentication;

/// <summary>What a channel may hold to prove itself. The names are those of the configuration.</summary>
[Flags]
internal enum ChannelSecrets
{
    None = 0,
    ApiKey = 1,
    SecretKey = 2,
    AppId = 4,
    TokenProvider = 8,
}
