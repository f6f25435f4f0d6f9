using OneApi.Client.Authentication;
using OneApi.Client.Channels;
using OneApi.Client.Health;
using OneApi.Client.Pricing;

namespace OneApi.Client.Routing;

/// <summary>A channel that could serve a model: the name that the model has on its wire, what it costs us there (null when nobody knows), and how it is.</summary>
internal sealed class Candidate
{
    private Candidate(Channel channel, string publicModel, string wireModel, Price? cost)
    {
        Channel = channel;
        PublicModel = publicModel;
        WireModel = wireModel;
        Cost = cost;
        Health = channel.State.Health;
        Speed = Health.SpeedOf(wireModel);
        Credential[] credentials = channel.Credentials.Length == 0 ? [Credential.None] : channel.Credentials;
        Keys = Array.ConvertAll(credentials, credential =>
        {
            var key = Health.KeyOf(credential.Fingerprint);
            return new CandidateKey(credential, key.Key, key.ModelOf(wireModel));
        });
    }

    public Channel Channel { get; }

    public string PublicModel { get; }

    public string WireModel { get; }

    public Price? Cost { get; }

    public ChannelHealth Health { get; }

    public ChannelSpeed Speed { get; }

    /// <summary>Gets the channel's keys as they stand for the model; one that is none where the channel needs no key.</summary>
    public CandidateKey[] Keys { get; }

    /// <summary>Gets a value indicating whether a call may go there: it is well, or it may be tried after a rest.</summary>
    public bool MayEnter => Health.SwitchedOff is null && (Health.Connection.IsReady || Health.Connection.Look().MayEnter) && AnyKeyMayEnter();

    /// <summary>Gets the share of its weight that it gets.</summary>
    public double Share
    {
        get
        {
            var best = 0d;
            foreach (var key in Keys)
            {
                best = Math.Max(best, Math.Min(key.Key.Share, key.Model.Share));
            }

            return Math.Min(best, Health.Connection.Share);
        }
    }

    public static Candidate Of(GatewaySnapshot snapshot, Group group, Channel channel, string model)
    {
        var wireModel = snapshot.WireModel(channel, group, model);
        return new(channel, model, wireModel, snapshot.Prices.CostOf(channel.Prices, channel.Provider, wireModel, model));
    }

    /// <summary>How the least bad of its keys stands; ready when one is.</summary>
    public HealthStanding Look()
    {
        if (Health.SwitchedOff is { } off)
        {
            return new(HealthReason.SwitchedOff, off.Since, off.Until ?? DateTimeOffset.MaxValue, TimeSpan.MaxValue, IsProbed: false);
        }

        var best = Keys[0].Look();
        for (var i = 1; i < Keys.Length && !best.IsReady; i++)
        {
            var other = Keys[i].Look();
            best = HealthStanding.Better(best, other);
        }

        return HealthStanding.Worse(best, Health.Connection.Look());
    }

    private bool AnyKeyMayEnter()
    {
        foreach (var key in Keys)
        {
            if (key.MayEnter)
            {
                return true;
            }
        }

        return false;
    }
}
