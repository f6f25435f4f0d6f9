using Microsoft.Extensions.Options;
using OneApi.Client.Redis.Connection;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>Lists every error of the options: where it stands, what was found, what would be right. Passwords and keys are never repeated.</summary>
internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    private const string Path = "OneApi:Redis:";
    private const int ShortestKey = 32;
    private static readonly TimeSpan ShortestOperation = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestOperation = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var errors = new List<string>(options.ReadErrors);
        CheckEndpoints(options, errors);
        if (string.IsNullOrWhiteSpace(options.KeyPrefix) || options.KeyPrefix.AsSpan().IndexOfAny('{', '}') >= 0)
        {
            errors.Add($"{Path}KeyPrefix: is '{options.KeyPrefix}'; use a text without braces, such as 'oneapi:'.");
        }

        if (options.Buckets is < 1 or > 1024)
        {
            errors.Add($"{Path}Buckets: is {options.Buckets}; use 1 to 1024.");
        }

        if (options.WaitReplicas < 0)
        {
            errors.Add($"{Path}WaitReplicas: is {options.WaitReplicas}; use 0 or more.");
        }

        if (options.OperationTimeout < ShortestOperation || options.OperationTimeout > LongestOperation)
        {
            errors.Add($"{Path}OperationTimeout: is {options.OperationTimeout}; use {ShortestOperation} to {LongestOperation}.");
        }

        if (options.WaitTimeout < TimeSpan.FromMilliseconds(1) || options.WaitTimeout >= options.OperationTimeout)
        {
            errors.Add($"{Path}WaitTimeout: is {options.WaitTimeout}; use a millisecond or more, and less than OperationTimeout ({options.OperationTimeout}).");
        }

        if (options.RepetitionWindow < ShortestWindow || options.RepetitionWindow > LongestWindow)
        {
            errors.Add($"{Path}RepetitionWindow: is {options.RepetitionWindow}; use {ShortestWindow} to {LongestWindow}.");
        }

        if (options.CredentialKey is { Length: < ShortestKey } key)
        {
            errors.Add($"{Path}CredentialKey: has {key.Length} characters; use {ShortestKey} or more random ones.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckEndpoints(RedisOptions options, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            if (options.ConfigureConnection is null)
            {
                errors.Add($"{Path}Url: is empty, and so is the environment variable REDIS_URL; use 'redis://host:6379'.");
            }

            return;
        }

        _ = RedisUrl.Parse(options.Url, Path + "Url", errors);
    }
}
