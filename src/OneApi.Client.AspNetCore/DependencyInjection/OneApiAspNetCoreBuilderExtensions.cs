using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.AspNetCore.DependencyInjection;
using OneApi.Client.AspNetCore.Draining;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the gateway's endpoints need to the services.</summary>
public static class OneApiAspNetCoreBuilderExtensions
{
    /// <summary>Adds what the gateway's endpoints need: their options, and the drain, which lets running calls end and refuses new ones when the host stops. Calling it again only configures further.</summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="configure">Sets the options, with the last word over the section <c>OneApi</c>, or <see langword="null"/>.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Wrong options stop the start with every error at once: <see cref="OptionsValidationException"/>.</remarks>
    public static IOneApiBuilder AddAspNetCore(this IOneApiBuilder builder, Action<OneApiEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<OneApiEndpointOptions>, OneApiEndpointOptionsSetup>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(static service => service.ServiceType == typeof(DrainState)))
        {
            return builder;
        }

        services.AddOptions<OneApiEndpointOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<OneApiEndpointOptions>, OneApiEndpointOptionsValidator>();
        services.AddSingleton<DrainState>();
        services.AddSingleton<IHostedService, DrainService>();
        services.AddSingleton<IPostConfigureOptions<HostOptions>, DrainHostOptions>();
        return builder;
    }
}
