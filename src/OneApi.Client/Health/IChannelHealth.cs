namespace OneApi.Client;

/// <summary>How the channels are, and a person's word about them. Thread-safe.</summary>
/// <remarks>What the gateway finds out by itself ends by itself; what a person has switched off only a person switches on.</remarks>
public interface IChannelHealth
{
    /// <summary>Gets everything that has a state: each channel, its keys, and the models behind them that were called and do not simply work.</summary>
    /// <returns>At least one entry for each configured channel, in the order of the configuration.</returns>
    IReadOnlyList<ChannelHealthEntry> List();

    /// <summary>Gets who serves the models that channels and groups name, for each group that may use them. Asks no provider.</summary>
    /// <returns>An entry for each group and model that some channel is configured for, and for each pattern that a channel has (<c>*</c> where it names no models): that is as the channel and its keys are, whatever single models behind it do.</returns>
    IReadOnlyList<ModelHealthEntry> ListModels();

    /// <summary>Gets who serves one model, also one that channels serve by a pattern. Asks no provider.</summary>
    /// <param name="model">The public name of the model.</param>
    /// <param name="group">The name of the group; <see langword="null"/> is <c>default</c>.</param>
    /// <returns>An entry without channels when nobody is configured for it, or the group is not configured or may not use it.</returns>
    ModelHealthEntry GetModel(string model, string? group = null);

    /// <summary>Switches a channel off: here at once, within two seconds on all nodes that share a store.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="duration">How long, or <see langword="null"/>: until <see cref="ResumeAsync"/>.</param>
    /// <param name="note">Why, for whoever reads the list, in 500 characters at most; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the store; the switch stands all the same.</param>
    /// <returns>When the store has it, or could not be reached: then it is told later.</returns>
    /// <exception cref="ArgumentException">There is no such channel, the duration is not positive, or the note is too long.</exception>
    ValueTask RestAsync(string channel, TimeSpan? duration, string? note, CancellationToken cancellationToken);

    /// <summary>Switches a channel on and forgets what is known of its health, so that it takes calls at once.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="cancellationToken">Ends the wait for the store; the channel is on all the same.</param>
    /// <returns>As <see cref="RestAsync"/> does.</returns>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    ValueTask ResumeAsync(string channel, CancellationToken cancellationToken);
}
