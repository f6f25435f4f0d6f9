using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using static OneApi.Client.DependencyInjection.SectionText;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>
/// Reads <c>OneApi:Redis</c> of the gateway's configuration; takes the URL from the environment where none is configured. What can't be read is
/// kept for the validator, so that all errors are known at once.
/// </summary>
internal sealed class RedisOptionsSetup(IEnumerable<IOneApiConfiguration> configurations) : IConfigureOptions<RedisOptions>, IPostConfigureOptions<RedisOptions>
{
    public const string Variable = "REDIS_URL";

    public void Configure(RedisOptions options)
    {
        foreach (var configuration in configurations)
        {
            foreach (var child in MembersOf(configuration.GetSection("Redis"), options.ReadErrors))
            {
                Read(child, options);
            }
        }
    }

    public void PostConfigure(string? name, RedisOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            options.Url = Environment.GetEnvironmentVariable(Variable);
        }
    }

    private static void Read(IConfigurationSection section, RedisOptions options)
    {
        switch (section.Key.ToUpperInvariant())
        {
            case "URL":
                options.Url = ListOf(section).ToArray() is { Length: > 0 } urls ? string.Join(',', urls) : options.Url;
                break;
            case "KEYPREFIX":
                options.KeyPrefix = section.Value ?? options.KeyPrefix;
                break;
            case "BUCKETS":
                ReadInt(section, options.ReadErrors, value => options.Buckets = value);
                break;
            case "WAITREPLICAS":
                ReadInt(section, options.ReadErrors, value => options.WaitReplicas = value);
                break;
            case "WAITTIMEOUT":
                ReadDuration(section, options.ReadErrors, value => options.WaitTimeout = value ?? options.WaitTimeout);
                break;
            case "OPERATIONTIMEOUT":
                ReadDuration(section, options.ReadErrors, value => options.OperationTimeout = value ?? options.OperationTimeout);
                break;
            case "REPETITIONWINDOW":
                ReadDuration(section, options.ReadErrors, value => options.RepetitionWindow = value ?? options.RepetitionWindow);
                break;
            case "KEEPSRECORDS":
                ReadBool(section, options.ReadErrors, value => options.KeepsRecords = value);
                break;
            case "CREDENTIALKEY":
                options.CredentialKey = NullIfEmpty(section.Value);
                break;
            default:
                options.ReadErrors.Add($"{section.Path}: is not known; use Url, KeyPrefix, Buckets, WaitReplicas, WaitTimeout, OperationTimeout, RepetitionWindow, KeepsRecords or CredentialKey.");
                break;
        }
    }
}
