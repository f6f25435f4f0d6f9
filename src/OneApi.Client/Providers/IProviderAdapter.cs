using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>A provider that the gateway does not know by itself. Register it in the service container; channels name it by its id.</summary>
public interface IProviderAdapter
{
    /// <summary>Gets the id by which channels name the provider, such as <c>acme</c>. It may not be one of the gateway's own.</summary>
    string Provider { get; }

    /// <summary>Gets a value indicating whether channels that were made while the gateway runs may name the provider.</summary>
    /// <value>The default is <see langword="false"/>: only channels of code and configuration, which may point anywhere. An adapter sends its own requests, so the gateway can't see to it that they stay in public networks.</value>
    /// <remarks>Whoever returns <see langword="true"/> promises that such channels reach public addresses and <see cref="ChannelConfig.AllowedNetworks"/> only, decided on the resolved address, and follow no redirect elsewhere; or that their address is fixed.</remarks>
    bool TakesStoredChannels => false;

    /// <summary>Makes the client of one channel. Called once for each configuration of a channel.</summary>
    /// <param name="channel">The channel as configured; keys and base address are for the adapter to use.</param>
    /// <returns>A thread-safe client that throws <see cref="OneApiException"/> where it knows the kind of an error. The gateway does not dispose it.</returns>
    IChatClient CreateChatClient(ChannelConfig channel);
}
