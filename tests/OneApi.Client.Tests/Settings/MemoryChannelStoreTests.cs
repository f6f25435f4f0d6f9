using OneApi.Client.Settings;

namespace OneApi.Client.Tests.Settings;

public sealed class MemoryChannelStoreTests : ChannelStoreContract
{
    private readonly MemoryChannelStore _store = new();

    protected override IChannelStore Store => _store;

    protected override IChannelStore Other => _store;
}
