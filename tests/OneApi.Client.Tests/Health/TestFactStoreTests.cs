namespace OneApi.Client.Tests.Health;

/// <summary>The store of the tests keeps the contract, so that what is tested with it is true of the others.</summary>
public sealed class TestFactStoreTests : ChannelFactStoreContract
{
    protected override IChannelFactStore Store { get; } = new TestFactStore();
}
