using Microsoft.Extensions.Options;
using OneApi.Client.Admission;

namespace OneApi.Client.AspNetCore.DependencyInjection;

/// <summary>Lists every error of the options: where it stands, what was found, what would be right.</summary>
internal sealed class OneApiEndpointOptionsValidator : IValidateOptions<OneApiEndpointOptions>
{
    private const string Path = "OneApi:Endpoints:";
    private const long LargestBody = 1L << 30; // a body is held in memory as a whole
    private const int DeepestJson = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, OneApiEndpointOptions options)
    {
        var errors = new List<string>(options.ReadErrors);
        for (var i = 0; i < options.KnownProxies.Count; i++)
        {
            if (!AddressList.TryParse(options.KnownProxies[i] ?? string.Empty, out _, out var error))
            {
                errors.Add($"OneApi:KnownProxies:{i}: '{options.KnownProxies[i]}' {error}.");
            }
        }

        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > LongestWait)
        {
            errors.Add($"OneApi:DrainTimeout: is {options.DrainTimeout}; use {TimeSpan.Zero} to {LongestWait}.");
        }

        CheckNumber(nameof(options.MaxBodyBytes), options.MaxBodyBytes, LargestBody, errors);
        CheckNumber(nameof(options.MaxMediaBodyBytes), options.MaxMediaBodyBytes, LargestBody, errors);
        CheckNumber(nameof(options.MaxJsonDepth), options.MaxJsonDepth, DeepestJson, errors);
        CheckNumber(nameof(options.MaxMessages), options.MaxMessages, int.MaxValue, errors);
        CheckTime(nameof(options.CommitAfter), options.CommitAfter, errors);
        CheckTime(nameof(options.KeepAliveInterval), options.KeepAliveInterval, errors);
        if (options.RememberItemsFor < TimeSpan.Zero || options.RememberItemsFor > LongestMemory)
        {
            errors.Add($"{Path}{nameof(options.RememberItemsFor)}: is {options.RememberItemsFor}; use {TimeSpan.Zero} to {LongestMemory}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckNumber(string name, long value, long most, List<string> errors)
    {
        if (value < 1 || value > most)
        {
            errors.Add($"{Path}{name}: is {value}; use 1 to {most}.");
        }
    }

    private static void CheckTime(string name, TimeSpan value, List<string> errors)
    {
        if (value <= TimeSpan.Zero || value > LongestWait)
        {
            errors.Add($"{Path}{name}: is {value}; use a time above zero and up to {LongestWait}.");
        }
    }
}
