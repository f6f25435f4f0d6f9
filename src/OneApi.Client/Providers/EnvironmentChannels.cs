namespace OneApi.Client.Providers;

/// <summary>Channels out of the environment variables that people set for the vendors' own tools.</summary>
internal static class EnvironmentChannels
{
    public static IEnumerable<ChannelConfig> Find(Func<string, string?> variable)
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            foreach (var name in provider.EnvironmentVariables)
            {
                if (variable(name) is { Length: > 0 } key && !string.IsNullOrWhiteSpace(key))
                {
                    yield return new() { Name = provider.Id, Provider = provider.Id, ApiKey = key.Trim(), Protocol = provider.EnvironmentWire };
                    break;
                }
            }
        }
    }
}
