using System.Globalization;
using Microsoft.Extensions.Options;
using OneApi.Client.Channels;
using OneApi.Client.Providers;
using OneApi.Client.Routing;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks the whole configuration and lists every error: where it stands, what was found, what would be right.</summary>
internal sealed class OneApiOptionsValidator(AdapterSet adapters, StrategySet strategies) : IValidateOptions<OneApiOptions>
{
    private readonly ChannelCheck _channels = new(adapters);
    private readonly GroupCheck _groups = new(strategies);

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
            _groups.Check(config, $"OneApi:Groups:{group}", errors);
            CanaryCheck.Check(group, config, $"OneApi:Groups:{group}", options, errors);
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

        if (failover.RetryBudget is not (>= 0 and <= 1))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"OneApi:Failover:RetryBudget: is {failover.RetryBudget}; use a share from 0 to 1, such as 0.2."));
        }

        CheckTime(failover.RaceFirstTokenAfter, "OneApi:Failover:RaceFirstTokenAfter", errors);
        CheckTime(failover.RaceWholeAfter, "OneApi:Failover:RaceWholeAfter", errors);
    }

    private static void CheckTime(TimeSpan? time, string path, List<string> errors)
    {
        if (time <= TimeSpan.Zero)
        {
            errors.Add($"{path}: is {time}; use a time above zero, such as 00:00:10, or null to switch it off.");
        }
    }

    private static void CheckForwardHeaders(IList<string> names, List<string> errors)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (ForwardHeaderCheck.ErrorOf(names[i]) is { } error)
            {
                errors.Add($"OneApi:ForwardHeaders:{i}: {error}");
            }
        }
    }
}
