using Microsoft.Extensions.Options;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>Takes the URL from the environment where none is configured.</summary>
internal sealed class RedisOptionsSetup : IPostConfigureOptions<RedisOptions>
{
    public const string Variable = "REDIS_URL";

    public void PostConfigure(string? name, RedisOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            options.Url = Environment.GetEnvironmentVariable(Variable);
        }
    }
}
