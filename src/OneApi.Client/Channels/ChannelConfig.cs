using OneApi.Client.Authentication;

namespace OneApi.Client;

/// <summary>One configured way to reach a provider, as it was asked for. The gateway turns it into an immutable channel of its snapshot.</summary>
/// <remarks>Not thread-safe. Changes after start-up take effect only through live configuration.</remarks>
public sealed class ChannelConfig
{
    /// <summary>Gets or sets the name, unique among the channels without regard to case. Required.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets or sets the provider's id, such as <c>openai</c>, <c>anthropic</c>, <c>gemini</c> or <c>openai-compatible</c>. Required.</summary>
    public string Provider { get; set; } = string.Empty;

    /// <summary>Gets or sets which of the provider's wires is spoken, where it has several.</summary>
    /// <value>The default is <see langword="null"/>: the provider's first.</value>
    public string? Protocol { get; set; }

    /// <summary>Gets or sets the key. Never logged, never part of an exception.</summary>
    /// <value>The default is <see langword="null"/>; most providers need one.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets several keys of the channel, used in turn; <see cref="ApiKey"/> is the first where both are set.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IList<string> ApiKeys { get; set; } = [];

    /// <summary>Gets or sets the secret that belongs to the key, where the provider's scheme signs with one or issues a token for both. Never sent as it is, never logged.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? SecretKey { get; set; }

    /// <summary>Gets or sets the token that goes with temporary keys (STS), where the provider has such.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? SessionToken { get; set; }

    /// <summary>Gets or sets what gives a bearer token before every request, where the host fetches it itself (Entra ID). It caches for itself; it is asked once more when a provider refuses what it gave.</summary>
    /// <value>The default is <see langword="null"/>. Only from code.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>Gets or sets which of the provider's authentication schemes is used, where it takes several; each provider's page names them.</summary>
    /// <value>The default is <see langword="null"/>: the first for which the channel holds what is needed.</value>
    public string? Authentication { get; set; }

    /// <summary>Gets or sets the application's id, where the provider has one (Spark's APPID).</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? AppId { get; set; }

    /// <summary>Gets or sets the region, where it is signed or sent.</summary>
    /// <value>The default is <see langword="null"/>: the provider's own.</value>
    public string? Region { get; set; }

    /// <summary>Gets or sets the project, where the provider has such.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Project { get; set; }

    /// <summary>Gets or sets the deployment that serves the channel whatever the model's name (Azure).</summary>
    /// <value>The default is <see langword="null"/>: the model's name.</value>
    public string? Deployment { get; set; }

    /// <summary>Gets or sets a value indicating whether dots are taken out of a model's name to make its deployment's (Azure): <c>gpt-3.5-turbo</c> was deployed as <c>gpt-35-turbo</c> once. For single models a <see cref="ModelMap"/> does the same.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool DeploymentWithoutDots { get; set; }

    /// <summary>Gets or sets the version of the provider's API, where requests name it (Azure's <c>api-version</c>).</summary>
    /// <value>The default is <see langword="null"/>: the provider page's own.</value>
    public string? ApiVersion { get; set; }

    /// <summary>Gets or sets the base address where the provider issues credentials, where that is another one.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="BaseUrl"/> where that is set, so that a secret never goes elsewhere; else the provider's own.</value>
    public string? AuthBaseUrl { get; set; }

    /// <summary>Gets or sets the base address to which the provider's paths are appended, path prefix included.</summary>
    /// <value>The default is <see langword="null"/>: the provider's own (for example <c>https://api.openai.com/v1</c>).</value>
    public string? BaseUrl { get; set; }

    /// <summary>Gets or sets the public model names that the channel serves; <c>*</c> stands for any characters.</summary>
    /// <value>Empty by default: the provider's own model families, or every model where it has none.</value>
    public IList<string> Models { get; set; } = [];

    /// <summary>Gets or sets public model names and what is sent to the provider instead. Narrower than the maps of group and gateway.</summary>
    public IDictionary<string, string> ModelMap { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets ComfyUI's workflows by the model that each stands for. A channel that names no <see cref="Models"/> serves these.</summary>
    public IDictionary<string, WorkflowConfig> Workflows { get; set; } = new Dictionary<string, WorkflowConfig>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the groups that may use the channel.</summary>
    /// <value>Empty by default: all groups.</value>
    public IList<string> Groups { get; set; } = [];

    /// <summary>Gets or sets the priority; channels of a higher one are used first.</summary>
    /// <value>The default is 0.</value>
    public int Priority { get; set; }

    /// <summary>Gets or sets the share of calls among channels of one priority. 0 means: only when nothing else is left there.</summary>
    /// <value>The default is 1.</value>
    public int Weight { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether the channel is used.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets headers that go with every request to the provider.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the time limits.</summary>
    public ChannelTimeouts Timeouts { get; set; } = new();

    /// <summary>Gets or sets what the channel's provider charges us, by public model name; <c>*</c> stands for any characters. Callers are not charged by it.</summary>
    /// <value>Empty by default: the gateway's own price, else the vendor's list price.</value>
    public IDictionary<string, PriceConfig> Prices { get; set; } = new Dictionary<string, PriceConfig>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how much the channel may be asked, whoever asks. A channel that is full is passed over like one that refuses.</summary>
    public RateLimits Limits { get; set; } = new();

    /// <summary>Gets or sets the networks (CIDR) that a channel which was made while the gateway runs may reach although they are not public.</summary>
    /// <value>Empty by default. Channels of code and configuration may point anywhere; it means nothing for them.</value>
    public IList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Gets or sets the version of the stored setting that it comes from; null where it comes from code or configuration.</summary>
    internal long? StoredVersion { get; set; }

    /// <summary>Gets or sets the version of the stored override of a channel of code or configuration; null where it has none.</summary>
    internal long? OverrideVersion { get; set; }

    /// <summary>Gets what the channel holds to prove itself.</summary>
    internal ChannelSecrets HeldSecrets =>
        (string.IsNullOrEmpty(ApiKey) && ApiKeys.Count == 0 ? 0 : ChannelSecrets.ApiKey)
        | (string.IsNullOrEmpty(SecretKey) ? 0 : ChannelSecrets.SecretKey)
        | (string.IsNullOrEmpty(AppId) ? 0 : ChannelSecrets.AppId)
        | (TokenProvider is null ? 0 : ChannelSecrets.TokenProvider);

    /// <summary>Gets or sets where in the configuration the channel was written, for error messages.</summary>
    internal string? Path { get; set; }

    /// <summary>Gets or sets the client that the channel stands for, where it is an existing one.</summary>
    internal Func<IServiceProvider, Microsoft.Extensions.AI.IChatClient>? ClientFactory { get; set; }

    /// <summary>A copy whose own values may change.</summary>
    internal ChannelConfig Copy() => (ChannelConfig)MemberwiseClone();
}
