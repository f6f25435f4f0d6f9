using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.Redis.Admission;
using OneApi.Client.Redis.Authentication;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.DependencyInjection;
using OneApi.Client.Redis.Health;
using OneApi.Client.Redis.Quotas;
using OneApi.Client.Redis.Usage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets several nodes of the gateway share their state in Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>
    /// Keeps quotas and rate limits in Redis or Redis Cluster, writes usage records there in the same step as the charge and moves them to the
    /// ledger that is registered, and, where <see cref="RedisOptions.CredentialKey"/> is set, shares tokens that providers issue. Without a
    /// database it also keeps what is definitely known of channels (<see cref="IChannelFactStore"/>).
    /// </summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="configure">Sets the options, with the last word over the section <c>OneApi:Redis</c>, or <see langword="null"/>: Redis is where that section says, else the environment variable <c>REDIS_URL</c>.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Before or after <c>AddEntityFrameworkCore</c> is the same: Redis serves the calls, the database is behind it. A ledger of your own is
    /// registered before, so that its reports include what is still in Redis. Calling it again adds configuration and nothing else. Wrong options stop the start with an <see cref="OptionsValidationException"/>, a
    /// Redis that is set up wrongly with an <see cref="InvalidOperationException"/>; one that can't be reached makes calls with a quota fail
    /// until it can.
    /// </remarks>
    public static IOneApiBuilder AddRedis(this IOneApiBuilder builder, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<RedisOptions>, RedisOptionsSetup>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(static service => service.ServiceType == typeof(RedisConnection)))
        {
            return builder;
        }

        services.AddOptionsWithValidateOnStart<RedisOptions>();
        services.AddSingleton<IPostConfigureOptions<RedisOptions>, RedisOptionsSetup>();
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisRunner>();
        services.AddSingleton(static provider => new Buckets(Options(provider)));
        services.AddSingleton<IHostedService, RedisStart>();
        AddQuotas(services);
        AddLedger(services);
        AddCredentials(services);
        AddFacts(services);
        return builder;
    }

    private static void AddQuotas(IServiceCollection services)
    {
        services.AddSingleton(static provider => new RedisQuotaStore(
            provider.GetRequiredService<RedisRunner>(),
            provider.GetRequiredService<Buckets>(),
            Options(provider),
            keepsRecords: Options(provider).KeepsRecords && provider.GetRequiredService<RegisteredLedger>().Exists,
            provider.GetRequiredService<ILogger<RedisQuotaStore>>()));
        services.Replace(ServiceDescriptor.Singleton<IQuotaStore>(static provider => provider.GetRequiredService<RedisQuotaStore>()));
        services.Replace(ServiceDescriptor.Singleton<IRateLimitStore, RedisRateLimitStore>());
    }

    private static void AddLedger(IServiceCollection services)
    {
        var before = Find(services, typeof(IUsageLedger));
        services.AddSingleton(new RegisteredLedger(services, before));
        services.AddSingleton(static provider => provider.GetRequiredService<RegisteredLedger>().Resolve(provider));
        services.AddSingleton<LedgerMover>();
        services.AddSingleton<IHostedService, LedgerDrain>();
        if (before is not null)
        {
            services.Remove(before);
            services.AddSingleton<IUsageLedger>(static provider => new RedisUsageLedger(
                provider.GetRequiredService<RedisRunner>(),
                provider.GetRequiredService<Buckets>(),
                provider.GetRequiredService<LedgerMover>(),
                provider.GetRequiredService<DurableLedger>(),
                Options(provider)));
        }
    }

    private static void AddCredentials(IServiceCollection services)
    {
        var before = Find(services, typeof(ICredentialCache));
        if (before is not null)
        {
            services.Remove(before);
        }

        services.AddSingleton<ICredentialCache>(provider => Options(provider).CredentialKey is null && before is not null
            ? (ICredentialCache)Previous.Resolve(provider, before)
            : new RedisCredentialCache(
                provider.GetRequiredService<RedisRunner>(),
                Options(provider),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RedisCredentialCache>>()));
    }

    /// <summary>Only where nobody else keeps them: a database outlives more than Redis does, and what is definite is rare and not urgent.</summary>
    private static void AddFacts(IServiceCollection services) => services.TryAddSingleton<IChannelFactStore>(static provider => new RedisChannelFactStore(
        provider.GetRequiredService<RedisRunner>(),
        Options(provider),
        provider.GetRequiredService<ILogger<RedisChannelFactStore>>()));

    private static ServiceDescriptor? Find(IServiceCollection services, Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService);

    private static RedisOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<RedisOptions>>().Value;
}
