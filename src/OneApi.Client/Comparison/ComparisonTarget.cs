using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Whom one pane of a comparison asks: a model, by the gateway's routing, or one channel.</summary>
/// <remarks>Immutable. The name of a model converts to a target, so that <c>["qwen-max", "gpt-4o"]</c> is a list of them.</remarks>
public sealed class ComparisonTarget
{
    /// <summary>Gets the public name of the model.</summary>
    /// <value>The default is <see langword="null"/>: the model of the comparison's options, else the gateway's default model.</value>
    public string? Model { get; init; }

    /// <summary>Gets the name of the only channel that may answer; it is asked without failover to others.</summary>
    /// <value>The default is <see langword="null"/>: the gateway's routing chooses.</value>
    /// <remarks>A channel that is not configured fails its pane with <see cref="OneApiErrorKind.NoChannel"/>. A caller's access token reaches only channels of its group.</remarks>
    public string? Channel { get; init; }

    /// <summary>Gets what is different for this pane: it is given the pane's own copy of the options, with the model set.</summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    /// <remarks>Called once, by <see cref="IModelComparer.CompareAsync"/> itself. The copy is a <see cref="OneApiChatOptions"/> where the comparison's options are one, or were left out.</remarks>
    public Action<ChatOptions>? Configure { get; init; }

    /// <summary>Gets what ends this pane alone. It is settled then, and its result says <see cref="CallOutcome.Cancelled"/>.</summary>
    /// <value>The default never does.</value>
    public CancellationToken Stop { get; init; }

    /// <summary>A model, asked by the gateway's routing.</summary>
    /// <param name="model">Its public name.</param>
    public static implicit operator ComparisonTarget(string model) => OfModel(model);

    /// <summary>A model, asked by the gateway's routing.</summary>
    /// <param name="model">Its public name.</param>
    public static ComparisonTarget OfModel(string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return new() { Model = model };
    }

    /// <summary>One channel.</summary>
    /// <param name="channel">Its name.</param>
    /// <param name="model">The public name of the model; <see langword="null"/> for that of the comparison's options.</param>
    public static ComparisonTarget OfChannel(string channel, string? model = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(channel);
        return new() { Channel = channel, Model = model };
    }

    /// <summary>Gets the name of model and channel.</summary>
    public override string ToString() => (Model, Channel) switch
    {
        (null, null) => "default",
        ({ } model, null) => model,
        (null, { } channel) => "on " + channel,
        ({ } model, { } channel) => model + " on " + channel,
    };
}
