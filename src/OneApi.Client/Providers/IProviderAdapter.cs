using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>A provider that the gateway does not know by itself. Register it in the service container; channels name it by its id.</summary>
public interface IProviderAdapter
{
    /// <summary>Gets the id by which channels name the provider, such as <c>acme</c>. It may not be one of the gateway's own.</summary>
    string Provider { get; }

    /// <summary>Makes the client of one channel. Called once for each configuration of a channel.</summary>
    /// <param name="channel">The channel as configured; keys and base address are for the adapter to use.</param>
    /// <returns>A thread-safe client that throws <see cref="OneApiException"/> where it knows the kind of an error. The gateway does not dispose it.</returns>
    IChatClient CreateChatClient(ChannelConfig channel);
}
