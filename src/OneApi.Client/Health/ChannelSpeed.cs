namespace OneApi.Client.Health;

/// <summary>How fast a channel has answered for a model lately. Thread-safe.</summary>
internal sealed class ChannelSpeed(TimeProvider time)
{
    public DecayedTime FirstToken { get; } = new(time);

    public DecayedTime Whole { get; } = new(time);

    public DecayedTime Of(bool streaming) => streaming ? FirstToken : Whole;
}
