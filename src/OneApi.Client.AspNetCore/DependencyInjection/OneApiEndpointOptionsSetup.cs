using Microsoft.Extensions.Options;
using static OneApi.Client.DependencyInjection.SectionText;

namespace OneApi.Client.AspNetCore.DependencyInjection;

/// <summary>Reads what the endpoints need out of the gateway's configuration. What can't be read is kept for the validator, so that all errors are known at once.</summary>
internal sealed class OneApiEndpointOptionsSetup(IEnumerable<IOneApiConfiguration> configurations) : IConfigureOptions<OneApiEndpointOptions>
{
    public void Configure(OneApiEndpointOptions options)
    {
        foreach (var configuration in configurations)
        {
            foreach (var network in ListOf(configuration.GetSection("KnownProxies")))
            {
                options.KnownProxies.Add(network);
            }

            ReadDuration(configuration.GetSection("DrainTimeout"), options.ReadErrors, value => options.DrainTimeout = value ?? options.DrainTimeout);
        }
    }
}
