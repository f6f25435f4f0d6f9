using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Tests.Health;

public sealed class SharedFactsOverMemoryTests : SharedFactsContract
{
    private readonly TestFactStore _store = new();

    protected override void Share(IOneApiBuilder gateway) => gateway.Services.AddSingleton<IChannelFactStore>(_store);
}
