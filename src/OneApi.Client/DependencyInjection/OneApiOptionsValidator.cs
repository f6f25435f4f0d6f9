using Microsoft.Extensions.Options;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Providers;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks the whole configuration and lists every error: where it stands, what was found, what would be right.</summary>
internal sealed class OneApiOptionsValidator(AdapterSet adapters) : IValidateOptions<OneApiOptions>
{
    private readonly ChannelCheck _channels = new(adapters);

    public ValidateOptionsResult Validate(string? name, OneApiOptions options)
    {
        var errors = new List<string>(options.ReadErrors);
        errors.AddRange(adapters.Errors);
        for (var i = 0; i < options.Channels.Count; i++)
        {
            var path = PathOf(options, i);
            _channels.Check(options.Channels[i], path, errors);
            CheckUnique(options, i, path, errors);
            if (options.Groups.Count > 0)
            {
                CheckGroupsExist(options.Channels[i], path, options, errors);
            }
        }

        NameChecks.CheckKeys(options.Groups.Keys, "OneApi:Groups", errors);
        foreach (var (group, config) in options.Groups)
        {
            CheckGroup(config, $"OneApi:Groups:{group}", errors);
        }

        NameChecks.CheckMap(options.ModelMap, "OneApi:ModelMap", errors);
        MoneyCheck.Check(options, index => PathOf(options, index), errors);
        CheckFailover(options.Failover, errors);
        CheckForwardHeaders(options.ForwardHeaders, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string PathOf(OneApiOptions options, int index) => options.Channels[index].Path ?? $"OneApi:Channels:{index}";

    private static void CheckUnique(OneApiOptions options, int index, string path, List<string> errors)
    {
        var name = options.Channels[index].Name;
        for (var i = 0; i < index && !string.IsNullOrWhiteSpace(name); i++)
        {
            if (name.Equals(options.Channels[i].Name, StringComparison.OrdinalIgnoreCase))
            {
                var where = options.Channels[i].Path is null ? "a channel added in code" : PathOf(options, i);
                errors.Add($"{path}:Name: '{name}' is already the name of {where}; names are unique, without regard to case.");
                return;
            }
        }
    }

    private static void CheckGroupsExist(ChannelConfig channel, string path, OneApiOptions options, List<string> errors)
    {
        for (var i = 0; i < channel.Groups.Count; i++)
        {
            var name = channel.Groups[i];
            if (!string.IsNullOrWhiteSpace(name) && !options.Groups.ContainsKey(name) && !name.Equals(Group.DefaultName, StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}:Groups:{i}: '{name}' is not configured; use one of {string.Join(", ", options.Groups.Keys)} or add it under OneApi:Groups.");
            }
        }
    }

    private static void CheckGroup(GroupConfig group, string path, List<string> errors)
    {
        NameChecks.CheckMap(group.ModelMap, path + ":ModelMap", errors);
        NameChecks.CheckNames(group.Models, path + ":Models", errors);
        if (!RoutingStrategies.All.Contains(group.Strategy, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"{path}:Strategy: '{group.Strategy}' is not known; use one of {string.Join(", ", RoutingStrategies.All)}.");
        }

        for (var i = 0; i < group.FallbackOn.Count; i++)
        {
            if (!nameof(OneApiErrorKind.ContentFiltered).Equals(group.FallbackOn[i], StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}:FallbackOn:{i}: '{group.FallbackOn[i]}' can't be added; use ContentFiltered.");
            }
        }

        NameChecks.CheckKeys(group.Fallbacks.Keys, path + ":Fallbacks", errors);
        foreach (var (model, fallbacks) in group.Fallbacks)
        {
            CheckFallbacks(group, fallbacks, $"{path}:Fallbacks:{model}", path, errors);
        }
    }

    private static void CheckFallbacks(GroupConfig group, IList<string> fallbacks, string path, string groupPath, List<string> errors)
    {
        NameChecks.CheckNames(fallbacks, path, errors);
        string[] models = [.. group.Models];
        foreach (var fallback in fallbacks)
        {
            if (!string.IsNullOrWhiteSpace(fallback) && models.Length > 0 && !ModelPattern.AnyMatches(models, fallback))
            {
                errors.Add($"{path}: '{fallback}' is not among the group's models; add it to {groupPath}:Models.");
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

    private static void CheckForwardHeaders(IList<string> names, List<string> errors)
    {
        using var probe = new HttpRequestMessage();
        for (var i = 0; i < names.Count; i++)
        {
            if (HeaderForwarding.Forbidden.Contains((names[i] ?? string.Empty).Trim()))
            {
                errors.Add($"OneApi:ForwardHeaders:{i}: '{names[i]}' is never forwarded, because it carries a secret or belongs to the connection; take it out.");
            }
            else if (string.IsNullOrWhiteSpace(names[i]) || !probe.Headers.TryAddWithoutValidation(names[i], string.Empty))
            {
                errors.Add($"OneApi:ForwardHeaders:{i}: '{names[i]}' is not a header of a request; name one like 'X-Request-Source'.");
            }
        }
    }
}
