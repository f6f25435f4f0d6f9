using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.EntityFrameworkCore.Tests;

/// <summary>The stores as a host gets them.</summary>
public sealed class Stores : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Stores(ServiceProvider services) => _services = services;

    public IQuotaStore Quotas => _services.GetRequiredService<IQuotaStore>();

    public IUsageLedger Ledger => _services.GetRequiredService<IUsageLedger>();

    public IAccessTokenStore Tokens => _services.GetRequiredService<IAccessTokenStore>();

    public IChannelFactStore Facts => _services.GetRequiredService<IChannelFactStore>();

    public IChannelStore Settings => _services.GetRequiredService<IChannelStore>();

    public IAuditLog Audit => _services.GetRequiredService<IAuditLog>();

    public IServiceProvider Services => _services;

    public static Stores OnSqlite(string path, TimeProvider? time = null) => Create(options => options.UseSqlite(path), time);

    public static Stores OnPostgres(string connectionString) => Create(options => options.UsePostgres(connectionString), time: null);

    public static Stores Create(Action<EntityFrameworkCoreOptions> configure, TimeProvider? time, ILoggerProvider? logs = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        if (logs is not null)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        }

        services.AddOneApi().AddEntityFrameworkCore(configure);
        return new(services.BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
