using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.Admission;
using OneApi.Client.Audit;
using OneApi.Client.Authentication;
using OneApi.Client.Channels;
using OneApi.Client.Comparison;
using OneApi.Client.DependencyInjection;
using OneApi.Client.Gateway;
using OneApi.Client.Health;
using OneApi.Client.Providers;
using OneApi.Client.Quotas;
using OneApi.Client.Relays;
using OneApi.Client.Routing;
using OneApi.Client.Settings;
using OneApi.Client.Telemetry;
using OneApi.Client.Traffic;
using OneApi.Client.Transport;
using OneApi.Client.Usage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gateway to an application.</summary>
public static class OneApiServiceCollectionExtensions
{
    /// <summary>
    /// Adds the gateway: one <see cref="IChatClient"/>, one <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and one <see cref="IImageGenerator"/> in front of every configured channel.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Configures the gateway, or <see langword="null"/>. May be called in several parts of an application; channels add up.</param>
    /// <returns>A builder for channels and stores.</returns>
    /// <remarks>
    /// A wrong configuration stops the host at its start, or the first resolve where there is no host, with an
    /// <see cref="OptionsValidationException"/> that lists every error. Calling it again adds configuration and nothing else.
    /// </remarks>
#pragma warning disable RS0027 // the two overloads differ in the kind of their argument, and both stay as they are
    public static IOneApiBuilder AddOneApi(this IServiceCollection services, Action<OneApiOptions>? configure = null)
#pragma warning restore RS0027
    {
        ArgumentNullException.ThrowIfNull(services);
        AddCore(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new OneApiBuilder(services);
    }

    /// <summary>Adds the gateway with the configuration of a section, which is watched: a valid change is taken up live, an invalid one is logged and leaves the last good one in force.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The section <c>OneApi</c>, or a root that holds it. Passing the same one again changes nothing; several different ones add up.</param>
    /// <returns>A builder for channels and stores.</returns>
    public static IOneApiBuilder AddOneApi(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddCore(services);
        var source = new ConfigurationSource(configuration);
        if (!services.Any(service => service.ImplementationInstance is ConfigurationSource known && known.IsSameAs(source)))
        {
            services.AddSingleton(source);
            services.AddSingleton<IOneApiConfiguration>(source);
            services.AddSingleton<IConfigureOptions<OneApiOptions>>(new ConfigureOptions<OneApiOptions>(options => ConfigurationReader.Read(source, options)));
        }

        return new OneApiBuilder(services);
    }

    /// <summary>Access tokens, limits, quotas and the ledger: in memory, until a store package replaces them.</summary>
    private static void AddMoney(IServiceCollection services)
    {
        services.TryAddSingleton<IAccessTokenStore, MemoryAccessTokenStore>();
        services.TryAddSingleton<IRateLimitStore, MemoryRateLimitStore>();
        services.TryAddSingleton<IQuotaStore, MemoryQuotaStore>();
        services.TryAddSingleton<IUsageLedger>(static provider => new MemoryUsageLedger(
            provider.GetRequiredService<ILogger<MemoryUsageLedger>>(),
            provider.GetRequiredService<ChannelRegistry>().AtStart.Ledger.MemoryRecords));
        services.AddSingleton(static provider => provider.GetRequiredService<ChannelRegistry>().AtStart.Quotas);
        services.AddSingleton<AccessTokens>(AccessTokensFactory.Make);
        services.TryAddSingleton<IAccessTokens>(static provider => provider.GetRequiredService<AccessTokens>());
        services.AddSingleton<Admitter>();
        services.AddSingleton<StoreRetry>();
        services.AddSingleton<UncheckedSpending>();
        services.AddSingleton<DeferredSettlements>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<DeferredSettlements>());
        services.AddSingleton<IHostedService, QuotaUpkeep>();
        services.AddSingleton<Reserver>();
        services.AddSingleton<UsageFeed>();
        services.AddSingleton<IUsageFeed>(static provider => provider.GetRequiredService<UsageFeed>());
        ReportRegistration.Add(services);
    }

    private static void AddCore(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(CallEngine)))
        {
            return;
        }

        services.AddLogging();
        services.AddMetrics();
        services.AddOptions();
        HttpClientRegistration.Add(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RandomSource>();
        services.AddSingleton<IValidateOptions<OneApiOptions>, OneApiOptionsValidator>();
        services.TryAddSingleton<ICredentialCache, MemoryCredentialCache>();
        services.AddSingleton<CredentialIssuer>();
        services.AddSingleton<ProtocolSet>();
        services.AddSingleton<AdapterSet>();
        services.AddSingleton<SnapshotFactory>();
        services.AddSingleton<ChannelRegistry>();
        services.AddSingleton<StrategySet>();
        services.AddSingleton<ChannelSelector>();
        services.AddSingleton<RetryBudgets>();
        services.AddSingleton<SharedFacts>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<SharedFacts>());
        services.AddSingleton<HealthJudge>();
        services.AddSingleton<IChannelHealth, ChannelHealthView>();
        services.AddSingleton<CanaryStates>();
        services.AddSingleton<CanaryFactory>();
        services.AddSingleton<ICanaries, CanaryView>();
        services.AddSingleton<LooseEnds>();
        services.AddSingleton<ChannelLimiter>();
        AddMoney(services);
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton<Settler>();
        services.AddSingleton<CallEngine>();
        services.AddSingleton<ChatPath>();
        services.AddSingleton<ShadowRunner>();
        services.AddSingleton<ChannelClients>();
        services.AddSingleton<GatewayChatClient>();
        services.AddSingleton<GatewayEmbeddingGenerator>();
        services.AddSingleton<GatewayImageGenerator>();
        services.AddSingleton<RelaySettler>();
        services.AddSingleton<GatewayRelay>();
        services.AddSingleton<IOneApiGateway, OneApiGateway>();
        services.TryAddSingleton<IChannelStore, MemoryChannelStore>();
        services.TryAddSingleton<IAuditLog, MemoryAuditLog>();
        services.AddSingleton<StoredOptions>();
        services.AddSingleton<IPostConfigureOptions<OneApiOptions>>(static provider => provider.GetRequiredService<StoredOptions>());
        services.AddTransient<IOptionsFactory<OneApiOptions>, StoredOptionsFactory>();
        services.AddSingleton<SettingsKeeper>();
        services.AddSingleton<IGatewaySettings, GatewaySettings>();
        services.AddSingleton<IModelComparer, ModelComparer>();
        services.AddSingleton<IHostedService, StartupCheck>();
        services.AddSingleton<IHostedService, SettingsUpkeep>();

        services.AddSingleton<IChatClient>(static provider => provider.GetRequiredService<GatewayChatClient>());
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(static provider => provider.GetRequiredService<GatewayEmbeddingGenerator>());
        services.AddSingleton<IImageGenerator>(static provider => provider.GetRequiredService<GatewayImageGenerator>());
        services.AddKeyedTransient(KeyedService.AnyKey, static (provider, key) => provider.GetRequiredService<ChannelClients>().Find(key)!);
    }
}
