using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.EntityFrameworkCore.Admission;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.DependencyInjection;
using OneApi.Client.EntityFrameworkCore.Quotas;
using OneApi.Client.EntityFrameworkCore.Usage;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps quotas, the usage ledger and access tokens in a database.</summary>
public static class EntityFrameworkCoreBuilderExtensions
{
    /// <summary>
    /// Keeps quotas, the usage ledger and access tokens in SQLite or PostgreSQL instead of in memory: what was acknowledged outlives the process,
    /// and several processes may share it. Tables are made at start. Calling it again only configures further.
    /// </summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="configure">Chooses the database, or <see langword="null"/>: the SQLite file <c>oneapi.db</c> in the current folder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Wrong options stop the start with every error at once: <see cref="OptionsValidationException"/>.</remarks>
    public static IOneApiBuilder AddEntityFrameworkCore(this IOneApiBuilder builder, Action<EntityFrameworkCoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<EntityFrameworkCoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EntityFrameworkCoreOptions>, EntityFrameworkCoreOptionsValidator>());
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayDatabase>();
        services.TryAddSingleton<StoreWriter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DatabaseService>());
        services.Replace(ServiceDescriptor.Singleton<IQuotaStore, EntityFrameworkQuotaStore>());
        services.Replace(ServiceDescriptor.Singleton<IUsageLedger, EntityFrameworkUsageLedger>());
        services.Replace(ServiceDescriptor.Singleton<IAccessTokenStore, EntityFrameworkAccessTokenStore>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }
}
