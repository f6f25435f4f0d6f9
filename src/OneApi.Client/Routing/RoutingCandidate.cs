using OneApi.Client.Gateway;
using OneApi.Client.Quotas;
using OneApi.Client.Routing;

namespace OneApi.Client;

/// <summary>A channel that may serve a call, as a strategy sees it.</summary>
public readonly struct RoutingCandidate
{
    private readonly Candidate _candidate;
    private readonly Call _call;

    internal RoutingCandidate(Candidate candidate, Call call)
    {
        _candidate = candidate;
        _call = call;
    }

    /// <summary>Gets the channel's name.</summary>
    public string Channel => _candidate.Channel.Name;

    /// <summary>Gets the provider's id.</summary>
    public string Provider => _candidate.Channel.Provider;

    /// <summary>Gets the model's name on the wire.</summary>
    public string ProviderModel => _candidate.WireModel;

    /// <summary>Gets the configured weight, less for a while after a rest.</summary>
    public double Weight => _candidate.Channel.Weight * _candidate.Share;

    /// <summary>Gets how many calls the channel serves at this moment.</summary>
    public int InFlight => _candidate.Channel.State.InFlight;

    /// <summary>Gets the time to the first content of a stream, or of a whole answer where the call is one: a mean in which newer calls count more. <see langword="null"/> when nothing was measured.</summary>
    public TimeSpan? ExpectedTime => _candidate.Speed.Of(_call.Streaming).Millis is { } millis ? TimeSpan.FromMilliseconds(millis) : null;

    /// <summary>Gets what the call would cost at most at the provider, in micro-dollars; <see langword="null"/> when no price is known.</summary>
    public long? ExpectedCostMicros => WorstCost.AtProvider(_call, _candidate.Cost);
}
