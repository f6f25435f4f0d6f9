using Microsoft.Extensions.Options;
using OneApi.Client.Admission;

namespace OneApi.Client.AspNetCore.DependencyInjection;

/// <summary>Lists every error of the options: where it stands, what was found, what would be right.</summary>
internal sealed class OneApiEndpointOptionsValidator : IValidateOptions<OneApiEndpointOptions>
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(1);

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

        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > LongestDrain)
        {
            errors.Add($"OneApi:DrainTimeout: is {options.DrainTimeout}; use {TimeSpan.Zero} to {LongestDrain}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
