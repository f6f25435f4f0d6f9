using Microsoft.Extensions.Configuration;

namespace OneApi.Client;

/// <summary>A configuration that the gateway was given: packages beside the core (stores, endpoints) read their own part of the section <c>OneApi</c> from it. Thread-safe; a singleton for each configuration that was given.</summary>
/// <remarks>Resolve all of them; there is none where the gateway is configured in code only.</remarks>
public interface IOneApiConfiguration
{
    /// <summary>Gets a part of the section <c>OneApi</c>, as it is at this moment.</summary>
    /// <param name="key">The part's key, such as <c>Redis</c>.</param>
    /// <returns>The part; without values and children when it is not there.</returns>
    IConfigurationSection GetSection(string key);
}
