namespace OneApi.Client.Gateway;

/// <summary>Who calls, as the options of any kind of call say it.</summary>
internal readonly record struct Caller(string? AccessToken, string? Group, string? EndUser, IDictionary<string, string>? Labels, System.Net.IPAddress? Address)
{
    public static Caller Of(Microsoft.Extensions.AI.ChatOptions? options) =>
        options is OneApiChatOptions gateway ? new(gateway.AccessToken, gateway.Group, gateway.EndUser, gateway.Labels, gateway.ClientAddress) : default;

    public static Caller Of(Microsoft.Extensions.AI.EmbeddingGenerationOptions? options) =>
        options is OneApiEmbeddingOptions gateway ? new(gateway.AccessToken, gateway.Group, gateway.EndUser, gateway.Labels, gateway.ClientAddress) : default;

    public static Caller Of(Microsoft.Extensions.AI.ImageGenerationOptions? options) =>
        options is OneApiImageGenerationOptions gateway ? new(gateway.AccessToken, gateway.Group, gateway.EndUser, gateway.Labels, gateway.ClientAddress) : default;

    public static Caller Of(RelayRequest request) => new(request.AccessToken, request.Group, request.EndUser, request.Labels, request.ClientAddress);

    /// <summary>The token is a secret, so the text of a caller is its group.</summary>
    public override string ToString() => Group ?? Channels.Group.DefaultName;
}
