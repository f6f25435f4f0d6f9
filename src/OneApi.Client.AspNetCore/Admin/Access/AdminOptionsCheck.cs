using Microsoft.Extensions.Options;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Refuses to open the admin API where anybody could come in.</summary>
internal static class AdminOptionsCheck
{
    public const int ShortestKey = 32;
    public const int LongestKey = 512;
    private const int LongestName = 60;

    /// <exception cref="OptionsValidationException">Something is wrong or missing; all of it is listed.</exception>
    public static void Check(OneApiAdminOptions options, List<string> errors)
    {
        CheckKey(options.Key, "OneApi:Admin:Key", errors);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (options.Key is { } own)
        {
            names.Add(AdminKeyRing.AdminName);
            keys.Add(own);
        }

        for (var i = 0; i < options.Keys.Count; i++)
        {
            CheckNamed(options.Keys[i], $"OneApi:Admin:Keys:{i}", names, keys, errors);
        }

        if (!QuotaUnit.TryFind(options.QuotaUnit, out _))
        {
            errors.Add($"OneApi:Admin:QuotaUnit: '{options.QuotaUnit}' is not a unit; use {QuotaUnit.Names}.");
        }

        if (options.MaxWrongKeysPerMinute < 1)
        {
            errors.Add($"OneApi:Admin:MaxWrongKeysPerMinute: is {options.MaxWrongKeysPerMinute}; use 1 or more.");
        }

        CheckSelfService(options.SelfService, errors);
        if (options.Key is null && options.Policy is null && !options.Bootstrap && options.Keys.All(static key => key.Role is not OneApiAdminRole.Admin))
        {
            errors.Add($"OneApi:Admin: nobody could use the admin API, and it is never open to everybody; set OneApi:Admin:Key (or ONEAPI_ADMIN_KEY of the Gateway host) to a secret of {ShortestKey} characters or more, such as the output of 'openssl rand -base64 48', or name an authorization policy, or set OneApi:Admin:Bootstrap.");
        }

        if (errors.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(OneApiAdminOptions), errors);
        }
    }

    /// <summary>What is wrong with a key, as the end of a sentence; the key itself is never said.</summary>
    public static string? ErrorOfKey(string key)
    {
        if (key.Length < ShortestKey)
        {
            return $"has {key.Length} characters; use {ShortestKey} or more, such as the output of 'openssl rand -base64 48'";
        }

        if (key.Length > LongestKey)
        {
            return $"has {key.Length} characters; use {LongestKey} at most";
        }

        return key.Any(static digit => digit is <= ' ' or > '~') ? "holds blanks, control characters or letters beyond ASCII, which a header can't carry; use letters, digits and signs of ASCII" : null;
    }

    private static void CheckKey(string? key, string path, List<string> errors)
    {
        if (key is not null && ErrorOfKey(key) is { } error)
        {
            errors.Add($"{path}: {error}.");
        }
    }

    private static void CheckNamed(OneApiAdminKey key, string path, HashSet<string> names, HashSet<string> keys, List<string> errors)
    {
        CheckKey(key.Key, path + ":Key", errors);
        if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Length > LongestName || key.Name.Any(char.IsControl))
        {
            errors.Add($"{path}:Name: is empty, longer than {LongestName} characters or not on one line; say who holds the key.");
        }
        else if (!names.Add(key.Name))
        {
            errors.Add($"{path}:Name: '{key.Name}' is there twice; use each name once ('{AdminKeyRing.AdminName}' is the holder of OneApi:Admin:Key).");
        }

        if (key.Key.Length > 0 && !keys.Add(key.Key))
        {
            errors.Add($"{path}:Key: is the same as another key; give each holder one of its own.");
        }

        if (!Enum.IsDefined(key.Role))
        {
            errors.Add($"{path}:Role: '{key.Role}' is not a role; use viewer, finance, operator, admin or self_service.");
        }
    }

    private static void CheckSelfService(OneApiSelfServiceOptions options, List<string> errors)
    {
        const string path = "OneApi:Admin:SelfService";
        if (options.MaxQuotaMicros < 0)
        {
            errors.Add($"{path}:MaxQuotaMicros: is {options.MaxQuotaMicros}; use 0 or more.");
        }

        if (options.MaxLife <= TimeSpan.Zero || options.MaxLife > TimeSpan.FromDays(3650))
        {
            errors.Add($"{path}:MaxLife: is {options.MaxLife}; use more than 0 and at most 3650 days.");
        }

        if (options.MaxTokens < 1)
        {
            errors.Add($"{path}:MaxTokens: is {options.MaxTokens}; use 1 or more.");
        }

        if (options.MaxRequestsPerMinute < 1)
        {
            errors.Add($"{path}:MaxRequestsPerMinute: is {options.MaxRequestsPerMinute}; use 1 or more.");
        }

        if (options.Models.Any(string.IsNullOrWhiteSpace))
        {
            errors.Add($"{path}:Models: holds an empty name; name each model, or leave the list out for all.");
        }
    }
}
