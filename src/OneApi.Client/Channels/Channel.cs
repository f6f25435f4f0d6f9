using System.Collections.Frozen;
using OneApi.Client.Authentication;
using OneApi.Client.Gateway;
using OneApi.Client.Pricing;
using OneApi.Client.Relays;
using OneApi.Client.Transport;

namespace OneApi.Client.Channels;

/// <summary>A channel of a snapshot: immutable, with everything that an attempt needs ready to hand.</summary>
internal sealed class Channel
{
    /// <summary>Gets the 1-based position in the configuration.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Provider { get; init; }

    /// <summary>Gets the provider's name in OpenTelemetry's spelling.</summary>
    public required string TelemetryName { get; init; }

    public required Uri? Address { get; init; }

    public required int Priority { get; init; }

    public required int Weight { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Gets the groups that may use it; empty means all.</summary>
    public required FrozenSet<string> Groups { get; init; }

    /// <summary>Gets patterns of the public models that it serves; empty means all.</summary>
    public required string[] Models { get; init; }

    public required FrozenDictionary<string, string> ModelMap { get; init; }

    public required Credential[] Credentials { get; init; }

    public required ChannelTimeouts Timeouts { get; init; }

    /// <summary>Gets patterns of models that take their time to the first token.</summary>
    public required string[] ReasoningModels { get; init; }

    /// <summary>Gets what the provider charges us, where the configuration says it.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Empty;

    /// <summary>Gets how much the channel may be asked.</summary>
    public RateLimits Limits { get; init; } = new();

    /// <summary>Gets what answers chat calls, or null.</summary>
    public IChatTarget? Chat { get; init; }

    /// <summary>Gets what answers embedding calls, or null.</summary>
    public IEmbeddingTarget? Embeddings { get; init; }

    /// <summary>Gets what makes images, or null.</summary>
    public IImageTarget? Images { get; init; }

    /// <summary>Gets what takes relayed calls, or null.</summary>
    public WireRelayTarget? Relays { get; init; }

    /// <summary>Gets what outlives reloads.</summary>
    public required ChannelState State { get; init; }

    public bool Serves(string model) => Models.Length == 0 || ModelPattern.AnyMatches(Models, model);

    public bool IsOpenTo(string group) => Groups.Count == 0 || Groups.Contains(group);

    public AttemptLimits LimitsOf(string model, bool streaming, bool reasons, TimeSpan left)
    {
        var firstToken = Timeouts.FirstToken
            ?? (reasons || ModelPattern.AnyMatches(ReasoningModels, model) ? DefaultLimits.FirstTokenOfReasoning : DefaultLimits.FirstToken);
        var total = Timeouts.Total ?? DefaultLimits.Total;
        return new(
            Timeouts.Connect,
            firstToken,
            Timeouts.Idle,
            Timeouts.IdleContent,
            total < left ? total : left,
            TotalEndsWithContent: streaming && Timeouts.Total is null);
    }
}
