using Microsoft.Extensions.Configuration;
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
            foreach (var child in MembersOf(configuration.GetSection("Endpoints"), options.ReadErrors))
            {
                Read(child, options);
            }
        }
    }

    private static void Read(IConfigurationSection section, OneApiEndpointOptions options)
    {
        switch (section.Key.ToUpperInvariant())
        {
            case "REQUIREACCESSTOKEN":
                ReadBool(section, options.ReadErrors, value => options.RequireAccessToken = value);
                break;
            case "MAXBODYBYTES":
                ReadInt64(section, options.ReadErrors, value => options.MaxBodyBytes = value);
                break;
            case "MAXMEDIABODYBYTES":
                ReadInt64(section, options.ReadErrors, value => options.MaxMediaBodyBytes = value);
                break;
            case "MAXJSONDEPTH":
                ReadInt(section, options.ReadErrors, value => options.MaxJsonDepth = value);
                break;
            case "MAXMESSAGES":
                ReadInt(section, options.ReadErrors, value => options.MaxMessages = value);
                break;
            case "COMMITAFTER":
                ReadDuration(section, options.ReadErrors, value => options.CommitAfter = value ?? options.CommitAfter);
                break;
            case "KEEPALIVEINTERVAL":
                ReadDuration(section, options.ReadErrors, value => options.KeepAliveInterval = value ?? options.KeepAliveInterval);
                break;
            case "REMEMBERITEMSFOR":
                ReadDuration(section, options.ReadErrors, value => options.RememberItemsFor = value ?? options.RememberItemsFor);
                break;
            default:
                options.ReadErrors.Add($"{section.Path}: is not known; use RequireAccessToken, MaxBodyBytes, MaxMediaBodyBytes, MaxJsonDepth, MaxMessages, CommitAfter, KeepAliveInterval or RememberItemsFor.");
                break;
        }
    }
}
