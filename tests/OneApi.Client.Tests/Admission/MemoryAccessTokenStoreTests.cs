using OneApi.Client.Admission;

namespace OneApi.Client.Tests.Admission;

public sealed class MemoryAccessTokenStoreTests : AccessTokenStoreContract
{
    protected override IAccessTokenStore Store { get; } = new MemoryAccessTokenStore();
}
