using Microsoft.Extensions.Options;
using OneApi.Client.Gateway;
using OneApi.Client.Channels;
using OneApi.Client.Providers;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks the whole configuration and lists every error: where it stands, what was found, what would be right.</summary>
internal sealed class OneApiOptionsValidator(AdapterSet adapters) : IValidateOptions<OneApiOptions>
{
    public ValidateOptionsResult Validate(string? name, OneApiOptions options)
    {
        var errors = new List<string>(options.ReadErrors);
        for (var i = 0; i < options.Channels.Count; i++)
        {
            var path = options.Channels[i].Path ?? $"OneApi:Channels:{i}";
            CheckChannel(options.Channels[i], path, options, errors);
            CheckUnique(options, i, path, errors);
        }

        foreach (var (group, config) in options.Groups)
        {
            CheckGroup(config, $"OneApi:Groups:{group}", errors);
        }

        CheckMap(options.ModelMap, "OneApi:ModelMap", errors);
        CheckFailover(options.Failover, errors);
        for (var i = 0; i < options.ForwardHeaders.Count; i++)
        {
            if (HeaderForwarding.Forbidden.Contains(options.ForwardHeaders[i]))
            {
                errors.Add($"OneApi:ForwardHeaders:{i}: '{options.ForwardHeaders[i]}' is never forwarded, because it carries a secret or belongs to the connection; take it out.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckChannel(ChannelConfig channel, string path, OneApiOptions options, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(channel.Name))
        {
            errors.Add($"{path}:Name: is missing; give the channel a name.");
        }

        if (channel.Weight < 0)
        {
            errors.Add($"{path}:Weight: is {channel.Weight}; use 0 or more.");
        }

        CheckMap(channel.ModelMap, path + ":ModelMap", errors);
        CheckNames(channel.Models, path + ":Models", errors);
        CheckNames(channel.Groups, path + ":Groups", errors);
        CheckTimeouts(channel.Timeouts, path + ":Timeouts", errors);
        CheckHeaders(channel, path, errors);
        if (channel.ClientFactory is null)
        {
            CheckProvider(channel, path, errors);
        }

        if (options.Groups.Count > 0)
        {
            CheckGroupsExist(channel, path, options, errors);
        }
    }

    private void CheckProvider(ChannelConfig channel, string path, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(channel.Provider))
        {
            errors.Add($"{path}:Provider: is missing; use one of {Known()}.");
            return;
        }

        CheckAddress(channel, path, errors);
        if (adapters.Find(channel.Provider) is not null)
        {
            return;
        }

        if (ProviderCatalogue.Find(channel.Provider) is not { } provider)
        {
            errors.Add($"{path}:Provider: '{channel.Provider}' is not known; use one of {Known()}.");
            return;
        }

        CheckWire(channel, provider, path, errors);
        if (provider.RequiresKey && string.IsNullOrWhiteSpace(channel.ApiKey) && channel.ApiKeys.All(string.IsNullOrWhiteSpace))
        {
            errors.Add($"{path}:ApiKey: is missing; provider '{provider.Id}' needs a key.");
        }
    }

    private static void CheckWire(ChannelConfig channel, ProviderDefinition provider, string path, List<string> errors)
    {
        var wire = channel.Protocol is null
            ? provider.Wires[0]
            : Array.Find(provider.Wires, wire => wire.Name.Equals(channel.Protocol, StringComparison.OrdinalIgnoreCase));
        if (wire is null)
        {
            errors.Add($"{path}:Protocol: '{channel.Protocol}' is not one of provider '{provider.Id}'; use {string.Join(" or ", provider.Wires.Select(static known => $"'{known.Name}'"))}.");
        }
        else if (wire.BaseUrl is null && string.IsNullOrWhiteSpace(channel.BaseUrl))
        {
            errors.Add($"{path}:BaseUrl: is missing; provider '{provider.Id}' has no address of its own.");
        }
    }

    private static void CheckAddress(ChannelConfig channel, string path, List<string> errors)
    {
        if (channel.BaseUrl is null)
        {
            return;
        }

        if (!Uri.TryCreate(channel.BaseUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            errors.Add($"{path}:BaseUrl: '{channel.BaseUrl}' is not an address; use one like 'https://api.example.com/v1'.");
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            errors.Add($"{path}:BaseUrl: has a user, a query or a fragment; keys belong into ApiKey, and paths are appended to the address.");
        }
    }

    private static void CheckUnique(OneApiOptions options, int index, string path, List<string> errors)
    {
        var name = options.Channels[index].Name;
        for (var i = 0; i < index; i++)
        {
            if (!string.IsNullOrWhiteSpace(name) && options.Channels[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}:Name: '{name}' is already the name of {options.Channels[i].Path ?? $"OneApi:Channels:{i}"}; names are unique, without regard to case.");
                return;
            }
        }
    }

    private static void CheckGroup(GroupConfig group, string path, List<string> errors)
    {
        CheckMap(group.ModelMap, path + ":ModelMap", errors);
        CheckNames(group.Models, path + ":Models", errors);
        if (!RoutingStrategies.All.Contains(group.Strategy, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"{path}:Strategy: '{group.Strategy}' is not known; use one of {string.Join(", ", RoutingStrategies.All)}.");
        }

        foreach (var kind in group.FallbackOn)
        {
            if (!kind.Equals(nameof(OneApiErrorKind.ContentFiltered), StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}:FallbackOn: '{kind}' can't be added; use ContentFiltered.");
            }
        }

        foreach (var (model, fallbacks) in group.Fallbacks)
        {
            foreach (var fallback in fallbacks)
            {
                if (string.IsNullOrWhiteSpace(fallback) || (group.Models.Count > 0 && !ModelPattern.AnyMatches([.. group.Models], fallback)))
                {
                    errors.Add($"{path}:Fallbacks:{model}: '{fallback}' is not among the group's models; add it to {path}:Models.");
                }
            }
        }
    }

    private static void CheckGroupsExist(ChannelConfig channel, string path, OneApiOptions options, List<string> errors)
    {
        for (var i = 0; i < channel.Groups.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(channel.Groups[i]) && !options.Groups.ContainsKey(channel.Groups[i])
                && !channel.Groups[i].Equals(Group.DefaultName, StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}:Groups:{i}: '{channel.Groups[i]}' is not configured; use one of {string.Join(", ", options.Groups.Keys)} or add it under OneApi:Groups.");
            }
        }
    }

    private static void CheckMap(IDictionary<string, string> map, string path, List<string> errors)
    {
        foreach (var (model, name) in map)
        {
            if (string.IsNullOrWhiteSpace(model))
            {
                errors.Add($"{path}: has an entry without a model; name the public model.");
            }

            if (string.IsNullOrWhiteSpace(name))
            {
                errors.Add($"{path}:{model}: maps to an empty name; name the model that is sent to the provider.");
            }
        }
    }

    private static void CheckNames(IList<string> names, string path, List<string> errors)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                errors.Add($"{path}:{i}: is empty; give a name or take the entry out.");
            }
        }
    }

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

    private static void CheckHeaders(ChannelConfig channel, string path, List<string> errors)
    {
        using var probe = new HttpRequestMessage();
        foreach (var (name, value) in channel.Headers)
        {
            if (!probe.Headers.TryAddWithoutValidation(name, value) || value.AsSpan().ContainsAny('\r', '\n'))
            {
                errors.Add($"{path}:Headers:{name}: is not a header that can be sent with a request.");
            }
        }
    }

    private static void CheckFailover(FailoverOptions failover, List<string> errors)
    {
        if (failover.MaxAttempts < 1)
        {
            errors.Add($"OneApi:Failover:MaxAttempts: is {failover.MaxAttempts}; use 1 or more.");
        }

        if (failover.SameChannelRetries < 0)
        {
            errors.Add($"OneApi:Failover:SameChannelRetries: is {failover.SameChannelRetries}; use 0 or more.");
        }
    }

    private string Known() => string.Join(", ", ProviderCatalogue.All.Select(static row => row.Id).Concat(adapters.Ids));
}
