using System.Text.Json;

namespace OneApi.Client;

/// <summary>Changes channels, groups, model maps and prices while the gateway runs. Thread-safe.</summary>
/// <remarks>
/// A change is checked together with everything else that is configured, as at the start, before it is kept; it holds here at once and within two
/// seconds on all nodes that share the store. Running calls end as they began; health and counters stay.
/// The JSON has the names of the configuration, in snake case (<c>base_url</c>, <c>model_map</c>, <c>limits.requests_per_minute</c>). A member that nobody knows is an error.
/// </remarks>
public interface IGatewaySettings
{
    /// <summary>Gets all channels, in the order of their numbers; behind them stored ones that can't be in force (<see cref="ChannelSetting.Errors"/>).</summary>
    IReadOnlyList<ChannelSetting> ListChannels();

    /// <summary>Makes a channel, or sets a stored one anew.</summary>
    /// <param name="name">Its name. That of a channel of code or configuration can't be used.</param>
    /// <param name="channel">What it says. Secrets that a stored channel has and that are not named stay, as long as its provider and its addresses stay.</param>
    /// <param name="version">The version that is meant; 0 where there must be none yet; <see langword="null"/> for whatever there is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The channel.</returns>
    /// <exception cref="SettingsException">Something is wrong with it, and nothing was changed.</exception>
    ValueTask<ChannelSetting> PutChannelAsync(string name, JsonElement channel, long? version, CancellationToken cancellationToken = default);

    /// <summary>Sets <c>weight</c>, <c>priority</c> and <c>enabled</c> of a channel of any source; what is not named stays.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">What changes.</param>
    /// <param name="version">The version that is meant (<see cref="ChannelSetting.Version"/>); <see langword="null"/> for whatever there is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The channel.</returns>
    /// <exception cref="SettingsException">There is no such channel, or something is wrong with the change; nothing was changed.</exception>
    ValueTask<ChannelSetting> OverrideChannelAsync(string name, JsonElement change, long? version, CancellationToken cancellationToken = default);

    /// <summary>Calls a channel once, with a few tokens. The call is nobody's; its record has the label <c>test</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">The public model; <see langword="null"/> takes the first that the channel names.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="SettingsException">There is no such channel, or it names no model.</exception>
    ValueTask<ChannelTest> TestChannelAsync(string name, string? model, CancellationToken cancellationToken = default);

    /// <summary>Gets all groups, entries of the gateway's model map, or prices, in the order of names: those of code and configuration too. A stored one takes the place of another of its name.</summary>
    /// <param name="kind">One of <see cref="SettingKinds"/> but channels and overrides.</param>
    /// <returns>The settings.</returns>
    IReadOnlyList<SettingEntry> ListAll(string kind);

    /// <summary>Gets what the store has of a kind, in the order of names.</summary>
    /// <param name="kind">One of <see cref="SettingKinds"/>.</param>
    IReadOnlyList<StoredSetting> List(string kind);

    /// <summary>Keeps a group, an entry of the gateway's model map, or a price.</summary>
    /// <param name="kind">One of <see cref="SettingKinds"/> but channels and overrides.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">What it says.</param>
    /// <param name="version">The version that is meant; 0 where there must be none yet; <see langword="null"/> for whatever there is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="SettingsException">Something is wrong with it, and nothing was changed.</exception>
    ValueTask<StoredSetting> PutAsync(string kind, string name, JsonElement value, long? version, CancellationToken cancellationToken = default);

    /// <summary>Takes a setting of the store out; what code and configuration say holds again.</summary>
    /// <param name="kind">One of <see cref="SettingKinds"/>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version that is meant; <see langword="null"/> for whatever there is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    /// <exception cref="SettingsException">Another version is there, or others need it; nothing was changed.</exception>
    ValueTask<bool> RemoveAsync(string kind, string name, long? version, CancellationToken cancellationToken = default);
}
