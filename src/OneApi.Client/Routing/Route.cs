using OneApi.Client.Channels;
using OneApi.Client.Pricing;
using OneApi.Client.Relays;
using OneApi.Client.Traffic;

namespace OneApi.Client.Routing;

/// <summary>The channels that serve one model for one group, by priority; made once for a snapshot.</summary>
internal sealed class Route
{
    private int _firstTurn;
    private int _laterTurn;

    private Route(string model, Candidate[] candidates, Channel[] disabled, Price? price, Split? split)
    {
        Model = model;
        Candidates = candidates;
        Disabled = disabled;
        Price = price;
        Split = split;
        OnlyChoice = new()
        {
            Reason = AttemptReason.First,
            Model = model,
            Channel = candidates.Length == 0 ? null : candidates[0].Channel.Name,
            Options = [.. candidates.Take(1).Select(static only => new RoutingOption(only.Channel.Name, only.Channel.Priority, null, null)), .. disabled.Select(static channel => new RoutingOption(channel.Name, channel.Priority, "disabled", null))],
        };
        OnlyDecisions = [OnlyChoice];
    }

    /// <summary>Gets the public name of the model.</summary>
    public string Model { get; }

    /// <summary>Gets the channels that are switched on, of higher priority first, else as configured.</summary>
    public Candidate[] Candidates { get; }

    /// <summary>Gets the channels that serve the model and are switched off in the configuration.</summary>
    public Channel[] Disabled { get; }

    /// <summary>Gets a value indicating whether any channel serves the model, switched on or not.</summary>
    public bool IsServed => Candidates.Length + Disabled.Length > 0;

    /// <summary>Gets what callers are charged for the model, before the group's ratio; null when nobody knows.</summary>
    public Price? Price { get; }

    /// <summary>Gets the sides of its channels, or null where they are not split.</summary>
    public Split? Split { get; }

    /// <summary>Gets why a call goes to the only channel there is: the same for all calls.</summary>
    public RoutingDecision OnlyChoice { get; }

    /// <summary>Gets the same as the list of all decisions of a call.</summary>
    public RoutingDecision[] OnlyDecisions { get; }

    /// <summary>The number of a choice. First choices of calls are counted apart, so that failovers don't take another call's turn.</summary>
    public int NextTurn(bool isFirst) => (isFirst ? Interlocked.Increment(ref _firstTurn) : Interlocked.Increment(ref _laterTurn)) - 1;

    public static Route Make(GatewaySnapshot snapshot, Group group, string model, CallKind kind)
    {
        var serving = snapshot.Channels
            .Where(channel => Offers(channel, kind) && channel.IsOpenTo(group.Name) && channel.Serves(model))
            .ToArray();
        var candidates = serving
            .Where(static channel => channel.Enabled)
            .OrderByDescending(static channel => channel.Priority)
            .Select(channel => Candidate.Of(snapshot, group, channel, model))
            .ToArray();

        // The price of a model is not that of channels that it is to move to.
        var canaries = group.AllCanaries;
        var priced = serving.OrderBy(channel => Array.Exists(canaries, canary => canary.IsAbout(model) && canary.IsNew(channel.Name)));
        var price = snapshot.Prices.PriceOf(model, priced.Select(channel => (channel.Provider, snapshot.WireModel(channel, group, model))));
        return new(model, candidates, Array.FindAll(serving, static channel => !channel.Enabled), price, Split.Of(group, model, Array.ConvertAll(candidates, static candidate => candidate.Channel)));
    }

    /// <summary>Says whether a channel has what a kind of call needs.</summary>
    public static bool Offers(Channel channel, CallKind kind) => kind switch
    {
        CallKind.Chat => channel.Chat is not null,
        CallKind.Images => channel.Images is not null,
        CallKind.Embeddings => channel.Embeddings is not null,
        _ => channel.Relays?.Offers(RelayKinds.OperationOf(kind)!) == true,
    };
}
