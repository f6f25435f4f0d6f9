using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.EntityFrameworkCore.Admission;
using OneApi.Client.EntityFrameworkCore.Audit;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.DependencyInjection;
using OneApi.Client.EntityFrameworkCore.Health;
using OneApi.Client.EntityFrameworkCore.Quotas;
using OneApi.Client.EntityFrameworkCore.Settings;
using OneApi.Client.EntityFrameworkCore.Usage;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps quotas, the usage ledger, access tokens, settings, the audit log and what is known of channels in a database.</summary>
public static class EntityFrameworkCoreBuilderExtensions
{
    /// <summary>
    /// Keeps quotas, the usage ledger, access tokens, settings that were made while the gateway ran (<see cref="IChannelStore"/>), the audit log
    /// (<see cref="IAuditLog"/>) and what is definitely known of channels (<see cref="IChannelFactStore"/>) in SQLite or PostgreSQL instead of in
    /// memory: what was acknowledged outlives the process, and several processes may share it. Tables are made at start.
    /// Calling it again only configures further.
    /// </summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="configure">Chooses the database, with the last word over the section <c>OneApi:Store</c>, or <see langword="null"/>: what that section says, else the SQLite file <c>oneapi.db</c> in the current folder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Wrong options stop the start with every error at once: <see cref="OptionsValidationException"/>. Before or after <c>AddRedis</c> is the
    /// same: Redis keeps the quotas, and its records come here. A quota store or a ledger of your own that is registered already stays.
    /// Secrets of stored channels need an <see cref="ISecretProtector"/>, such as <c>AddDataProtectedSecrets()</c> of OneApi.Client.AspNetCore.
    /// </remarks>
    public static IOneApiBuilder AddEntityFrameworkCore(this IOneApiBuilder builder, Action<EntityFrameworkCoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<EntityFrameworkCoreOptions>, EntityFrameworkCoreOptionsSetup>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(static service => service.ServiceType == typeof(GatewayDatabase)))
        {
            return builder;
        }

        services.AddOptions<EntityFrameworkCoreOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<EntityFrameworkCoreOptions>, EntityFrameworkCoreOptionsValidator>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GatewayDatabase>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<IHostedService, DatabaseService>();
        AddQuotas(services);
        AddLedger(services);
        services.Replace(ServiceDescriptor.Singleton<IAccessTokenStore, EntityFrameworkAccessTokenStore>());
        services.Replace(ServiceDescriptor.Singleton<IChannelFactStore, EntityFrameworkChannelFactStore>());
        services.Replace(ServiceDescriptor.Singleton<IChannelStore, EntityFrameworkChannelStore>());
        services.Replace(ServiceDescriptor.Singleton<IAuditLog, EntityFrameworkAuditLog>());
        return builder;
    }

    /// <summary>A store that somebody has put in the place of the one in memory, such as Redis, stays there.</summary>
    private static void AddQuotas(IServiceCollection services)
    {
        if (Find(services, typeof(IQuotaStore)) is not { } found || IsInMemory(found))
        {
            services.Replace(ServiceDescriptor.Singleton<IQuotaStore, EntityFrameworkQuotaStore>());
        }
    }

    /// <summary>The same for the ledger, but for one thing: whoever stands there finds ours registered before itself, and passes the records on.</summary>
    private static void AddLedger(IServiceCollection services)
    {
        var ours = ServiceDescriptor.Singleton<IUsageLedger, EntityFrameworkUsageLedger>();
        if (Find(services, typeof(IUsageLedger)) is not { } found || IsInMemory(found))
        {
            services.Replace(ours);
            return;
        }

        services.Insert(services.IndexOf(found), ours);
    }

    private static ServiceDescriptor? Find(IServiceCollection services, Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService);

    /// <summary>What the core registers is in memory.</summary>
    private static bool IsInMemory(ServiceDescriptor service) =>
        (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)?.Assembly == typeof(IQuotaStore).Assembly;
}
