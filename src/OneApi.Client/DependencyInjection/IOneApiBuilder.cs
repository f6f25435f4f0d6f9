using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client;

/// <summary>Configures the gateway further after <c>AddOneApi</c>.</summary>
public interface IOneApiBuilder
{
    /// <summary>Gets the services that the gateway is registered in.</summary>
    IServiceCollection Services { get; }
}
