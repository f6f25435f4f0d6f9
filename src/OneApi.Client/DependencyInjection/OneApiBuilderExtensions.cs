using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneApi.Client;
using OneApi.Client.Providers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds channels to the gateway.</summary>
public static class OneApiBuilderExtensions
{
    /// <summary>Adds a channel.</summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="channel">The channel. It is checked at start-up with all others.</param>
    /// <returns>The builder.</returns>
    public static IOneApiBuilder AddChannel(this IOneApiBuilder builder, ChannelConfig channel)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(channel);
        builder.Services.Configure<OneApiOptions>(options => options.Channels.Add(channel));
        return builder;
    }

    /// <summary>Adds an existing client as a channel: it takes part in routing and failover, and its calls are metered like all others.</summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="name">The channel's name.</param>
    /// <param name="client">Makes the client. Called once; the gateway does not dispose what it gives.</param>
    /// <param name="configure">Sets models, groups, priority and the rest, or <see langword="null"/>: every model, every group.</param>
    /// <returns>The builder.</returns>
    public static IOneApiBuilder AddChannel(this IOneApiBuilder builder, string name, Func<IServiceProvider, IChatClient> client, Action<ChannelConfig>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(client);
        var channel = new ChannelConfig { Name = name, Provider = "chat-client", ClientFactory = client };
        configure?.Invoke(channel);
        return builder.AddChannel(channel);
    }

    /// <summary>
    /// Adds one channel for each provider whose well-known environment variable holds a key (<c>OPENAI_API_KEY</c>, <c>ANTHROPIC_API_KEY</c>,
    /// <c>DASHSCOPE_API_KEY</c>, …), named like the provider. A channel that is configured under that name stays as it is.
    /// </summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <returns>The builder.</returns>
    public static IOneApiBuilder AddChannelsFromEnvironment(this IOneApiBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // After everything else, whatever the order of calls: a channel of that name may also be configured.
        builder.Services.PostConfigure<OneApiOptions>(static options =>
        {
            foreach (var channel in EnvironmentChannels.Find(Environment.GetEnvironmentVariable))
            {
                if (!options.Channels.Any(known => known.Name.Equals(channel.Name, StringComparison.OrdinalIgnoreCase)))
                {
                    options.Channels.Add(channel);
                }
            }
        });
        return builder;
    }

    /// <summary>Adds a provider that the gateway does not know by itself. Adding the same adapter again changes nothing.</summary>
    /// <typeparam name="TAdapter">The adapter.</typeparam>
    /// <param name="builder">The gateway's builder.</param>
    /// <returns>The builder.</returns>
    public static IOneApiBuilder AddProviderAdapter<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TAdapter>(this IOneApiBuilder builder)
        where TAdapter : class, IProviderAdapter
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IProviderAdapter, TAdapter>());
        return builder;
    }
}
