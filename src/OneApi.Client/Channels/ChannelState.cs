using Microsoft.Extensions.AI;
using OneApi.Client.Health;

namespace OneApi.Client.Channels;

/// <summary>What a channel knows of its past: outlives reloads, found again by the channel's name.</summary>
internal sealed class ChannelState(TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _turn;
    private int _inFlight;
    private ChannelConfig? _clientsConfig;
    private IChatClient? _client;

    /// <summary>Gets what is known of the channel's health.</summary>
    public ChannelHealth Health { get; } = new(time);

    public int InFlight => Volatile.Read(ref _inFlight);

    public int NextTurn() => Interlocked.Increment(ref _turn);

    public void Enter() => Interlocked.Increment(ref _inFlight);

    public void Leave() => Interlocked.Decrement(ref _inFlight);

    /// <summary>The client of a channel that stands for one, made anew only when what it is made of has changed.</summary>
    public IChatClient ClientOf(ChannelConfig config, Func<IChatClient> make)
    {
        lock (_lock)
        {
            if (_client is null || !IsSameClient(config, _clientsConfig!))
            {
                _client = make();
                _clientsConfig = config;
            }

            return _client;
        }
    }

    /// <summary>An adapter's client is made of the channel's whole configuration but for what routing alone looks at.</summary>
    private static bool IsSameClient(ChannelConfig one, ChannelConfig other) =>
        ReferenceEquals(one, other)
        || (one.ClientFactory == other.ClientFactory && one.Provider == other.Provider && one.BaseUrl == other.BaseUrl
            && one.SecretKey == other.SecretKey && one.SessionToken == other.SessionToken && one.TokenProvider == other.TokenProvider
            && one.Authentication == other.Authentication && one.AppId == other.AppId && one.Region == other.Region && one.Project == other.Project
            && one.Deployment == other.Deployment && one.ApiVersion == other.ApiVersion && one.AuthBaseUrl == other.AuthBaseUrl
            && one.ApiKey == other.ApiKey && one.ApiKeys.SequenceEqual(other.ApiKeys) && one.Protocol == other.Protocol
            && one.Models.SequenceEqual(other.Models) && one.Timeouts.IsSameAs(other.Timeouts)
            && one.Headers.OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
                .SequenceEqual(other.Headers.OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)));
}
