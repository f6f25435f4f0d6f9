using OneApi.Client.Authentication;
using OneApi.Client.Channels;
using OneApi.Client.Providers;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks one channel. No message quotes a key, a header's value or the user of an address.</summary>
internal sealed class ChannelCheck(AdapterSet adapters)
{
    public void Check(ChannelConfig channel, string path, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(channel.Name))
        {
            errors.Add($"{path}:Name: is missing; give the channel a name.");
        }

        if (channel.Weight < 0)
        {
            errors.Add($"{path}:Weight: is {channel.Weight}; use 0 or more.");
        }

        NameChecks.CheckMap(channel.ModelMap, path + ":ModelMap", errors);
        NameChecks.CheckNames(channel.Models, path + ":Models", errors);
        NameChecks.CheckNames(channel.Groups, path + ":Groups", errors);
        CheckTimeouts(channel.Timeouts, path + ":Timeouts", errors);
        CheckNetworks(channel.AllowedNetworks, path, errors);
        if (channel.ClientFactory is null)
        {
            CheckProvider(channel, path, errors);
        }
    }

    private static void CheckNetworks(IList<string> networks, string path, List<string> errors)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            if (!Transport.NetworkGuard.TryParse((networks[i] ?? string.Empty).Trim(), out _))
            {
                errors.Add($"{path}:AllowedNetworks:{i}: '{networks[i]}' is no address and no network; use one like 10.1.0.0/16.");
            }
        }
    }

    private void CheckProvider(ChannelConfig channel, string path, List<string> errors)
    {
        CheckAddress(channel.BaseUrl, path + ":BaseUrl", errors, TakesSocketAddress(channel));
        CheckAddress(channel.AuthBaseUrl, path + ":AuthBaseUrl", errors);
        CheckHeaders(channel.Headers, path, errors);
        if (string.IsNullOrWhiteSpace(channel.Provider))
        {
            errors.Add($"{path}:Provider: is missing; use one of {Known()}.");
            return;
        }

        if (adapters.Find(channel.Provider) is { } adapter)
        {
            if (channel.StoredVersion is not null && !adapter.TakesStoredChannels)
            {
                errors.Add($"{path}:Provider: '{channel.Provider}' is an adapter of the host, which takes channels of code and configuration only: it is not known to keep to AllowedNetworks.");
            }

            return; // what else an adapter needs is for the adapter to say
        }

        if (ProviderCatalogue.Find(channel.Provider) is not { } provider)
        {
            errors.Add($"{path}:Provider: '{channel.Provider}' is not known; use one of {Known()}.");
            return;
        }

        CheckKeys(channel, path, errors);
        CheckWire(channel, provider, path, errors);
        CheckWorkflows(channel, provider, path, errors);
    }

    private static void CheckWorkflows(ChannelConfig channel, ProviderDefinition provider, string path, List<string> errors)
    {
        if (!provider.NeedsWorkflows)
        {
            if (channel.Workflows.Count > 0)
            {
                errors.Add($"{path}:Workflows: provider '{provider.Id}' has none; take them out.");
            }

            return;
        }

        if (channel.Workflows.Count == 0)
        {
            errors.Add($"{path}:Workflows: is empty; give at least one workflow, by the model that it stands for.");
        }

        NameChecks.CheckKeys(channel.Workflows.Keys, path + ":Workflows", errors);
        foreach (var (model, workflow) in channel.Workflows)
        {
            WorkflowReader.Read(workflow, $"{path}:Workflows:{model}", errors);
        }
    }

    private static void CheckWire(ChannelConfig channel, ProviderDefinition provider, string path, List<string> errors)
    {
        if (provider.WireFor(channel) is not { } wire)
        {
            errors.Add($"{path}:Protocol: '{channel.Protocol}' is not one of provider '{provider.Id}'; use {string.Join(" or ", provider.Wires.Select(static known => $"'{known.Name}'"))}.");
            return;
        }

        if (wire.BaseUrl is null && channel.BaseUrl is null)
        {
            errors.Add($"{path}:BaseUrl: is missing; provider '{provider.Id}' has no address of its own.");
        }

        CheckSecrets(channel, provider, wire, path, errors);
    }

    private static bool TakesSocketAddress(ChannelConfig channel) =>
        !string.IsNullOrWhiteSpace(channel.Provider) && ProviderCatalogue.Find(channel.Provider) is { } provider && provider.WireFor(channel) is { IsSocket: true };

    private static void CheckSecrets(ChannelConfig channel, ProviderDefinition provider, ProviderWire wire, string path, List<string> errors)
    {
        if (wire.SchemeFor(channel.Authentication, channel.HeldSecrets) is not { } scheme)
        {
            errors.Add($"{path}:Authentication: '{channel.Authentication}' is not one of provider '{provider.Id}'; use {string.Join(" or ", wire.Schemes.Select(static known => $"'{known}'"))}.");
            return;
        }

        if (!provider.RequiresKey)
        {
            return;
        }

        foreach (var secret in Enum.GetValues<ChannelSecrets>())
        {
            if (secret != ChannelSecrets.None && scheme.Needs.HasFlag(secret) && !channel.HeldSecrets.HasFlag(secret))
            {
                errors.Add(secret == ChannelSecrets.ApiKey
                    ? $"{path}:ApiKey: is missing; provider '{provider.Id}' needs a key."
                    : $"{path}:{secret}: is missing; provider '{provider.Id}' needs it ({WireWords(provider, wire)}{scheme.Name}).");
            }
        }
    }

    private static string WireWords(ProviderDefinition provider, ProviderWire wire) => provider.Wires.Length > 1 ? $"protocol {wire.Name}, scheme " : "scheme ";

    private static void CheckKeys(ChannelConfig channel, string path, List<string> errors)
    {
        CheckOptionalKey(channel.ApiKey, path + ":ApiKey", errors);
        CheckOptionalKey(channel.SecretKey, path + ":SecretKey", errors);
        CheckOptionalKey(channel.SessionToken, path + ":SessionToken", errors);
        CheckOptionalKey(channel.AppId, path + ":AppId", errors);
        CheckOptionalKey(channel.Region, path + ":Region", errors);
        CheckOptionalKey(channel.Project, path + ":Project", errors);
        for (var i = 0; i < channel.ApiKeys.Count; i++)
        {
            CheckKey(channel.ApiKeys[i], $"{path}:ApiKeys:{i}", errors);
        }
    }

    private static void CheckOptionalKey(string? key, string path, List<string> errors)
    {
        if (!string.IsNullOrEmpty(key))
        {
            CheckKey(key, path, errors);
        }
    }

    /// <summary>A key read from a file often brings its line break along, and then no header can hold it.</summary>
    private static void CheckKey(string key, string path, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            errors.Add($"{path}: is empty; give a key or take it out.");
        }
        else if (char.IsWhiteSpace(key[0]) || char.IsWhiteSpace(key[^1]) || !IsHeaderText(key))
        {
            errors.Add($"{path}: begins or ends with white space, or holds characters that can't be sent; use the key alone, in plain ASCII.");
        }
    }

    private static void CheckAddress(string? baseUrl, string path, List<string> errors, bool takesSocket = false)
    {
        if (baseUrl is null)
        {
            return;
        }

        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var address) || !(address.Scheme is "http" or "https" || (takesSocket && address.Scheme is "ws" or "wss")))
        {
            errors.Add($"{path}: {Quote(baseUrl)} is not an address; use one like 'https://api.example.com/v1'.");
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            errors.Add($"{path}: has a user, a query or a fragment; keys belong into ApiKey, and paths are appended to the address.");
        }
    }

    /// <summary>Where a user, a query or a fragment may stand, there may be a secret.</summary>
    private static string Quote(string address) => address.AsSpan().ContainsAny('@', '?', '#') ? "the text" : $"'{address}'";

    private static void CheckHeaders(IDictionary<string, string> headers, string path, List<string> errors)
    {
        using var probe = new HttpRequestMessage();
        foreach (var (name, value) in headers)
        {
            if (!IsHeaderText(value) || !probe.Headers.TryAddWithoutValidation(name, value))
            {
                errors.Add($"{path}:Headers:{name}: is not a header that can be sent with a request; its name must be one of a request's, its value plain ASCII on one line.");
            }
        }
    }

    private static bool IsHeaderText(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void CheckTimeouts(ChannelTimeouts timeouts, string path, List<string> errors)
    {
        CheckDuration(timeouts.Connect, path + ":Connect", errors);
        CheckDuration(timeouts.FirstToken, path + ":FirstToken", errors);
        CheckDuration(timeouts.Idle, path + ":Idle", errors);
        CheckDuration(timeouts.IdleContent, path + ":IdleContent", errors);
        CheckDuration(timeouts.Total, path + ":Total", errors);
    }

    private static void CheckDuration(TimeSpan? duration, string path, List<string> errors)
    {
        if (duration is { } value && (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1)))
        {
            errors.Add($"{path}: is {value}; use a time above zero and up to a day, such as '00:00:20'.");
        }
    }

    private string Known() => string.Join(", ", ProviderCatalogue.All.Select(static row => row.Id).Concat(adapters.Ids));
}
