using OneApi.Client.Channels;
using OneApi.Client.Pricing;

namespace OneApi.Client.Routing;

/// <summary>A channel that could serve a model, the name that the model has on its wire, and what it costs us there; null when nobody knows.</summary>
internal sealed record Candidate(Channel Channel, string PublicModel, string WireModel, Price? Cost)
{
    public static Candidate Of(GatewaySnapshot snapshot, Group group, Channel channel, string model)
    {
        var wireModel = snapshot.WireModel(channel, group, model);
        return new(channel, model, wireModel, snapshot.Prices.CostOf(channel.Prices, channel.Provider, wireModel, model));
    }
}
