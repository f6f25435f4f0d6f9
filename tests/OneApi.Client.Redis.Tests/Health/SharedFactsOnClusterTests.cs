using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Health;

namespace OneApi.Client.Redis.Tests.Health;

public sealed class SharedFactsOnClusterTests(SixNodes nodes) : SharedFactsContract, IAsyncLifetime
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}:";
    private string _url = "";

    public async ValueTask InitializeAsync() => _url = await nodes.UrlAsync();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    protected override void Share(IOneApiBuilder gateway) => gateway.AddRedis(options => (options.Url, options.KeyPrefix) = (_url, _prefix));
}
