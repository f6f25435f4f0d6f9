using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Channels;

/// <summary>The provider <c>stub</c>: each channel's client is the one that the test keeps under the channel's name.</summary>
internal sealed class StubAdapter : IProviderAdapter
{
    private readonly ConcurrentDictionary<string, StubChatClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    public string Provider => "stub";

    public ConcurrentQueue<ChannelConfig> Made { get; } = new();

    public StubChatClient this[string channel] => _clients.GetOrAdd(channel, static name => new(name));

    public IChatClient CreateChatClient(ChannelConfig channel)
    {
        Made.Enqueue(channel);
        return this[channel.Name];
    }
}
