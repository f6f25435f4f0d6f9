using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using OneApi.Client.Channels;

namespace OneApi.Client.Gateway;

/// <summary>The clients of single channels, which the container hands out by the channel's name.</summary>
internal sealed class ChannelClients(ChannelRegistry registry, GatewayChatClient gateway)
{
    private readonly ConcurrentDictionary<string, GatewayChatClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The client of a channel that is configured at this moment and serves chat, or null: the key may be somebody else's.</summary>
    public IChatClient? Find(object? key) =>
        key is string name && registry.Current.ByName.TryGetValue(name, out var channel) && channel.Chat is not null ? _clients.GetOrAdd(name, gateway.Of) : null;
}
