using OneApi.Client.Channels;
using OneApi.Client.Routing;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks one group of the configuration.</summary>
internal sealed class GroupCheck(StrategySet strategies)
{
    private static readonly OneApiErrorKind[] NeverFallBack =
    [
        OneApiErrorKind.InvalidRequest, OneApiErrorKind.CallerUnauthorized, OneApiErrorKind.CallerForbidden, OneApiErrorKind.CallerQuotaExhausted,
        OneApiErrorKind.CallerRateLimited, OneApiErrorKind.NoChannel, OneApiErrorKind.Unsupported, OneApiErrorKind.PriceUnknown,
    ];

    public void Check(GroupConfig group, string path, List<string> errors)
    {
        NameChecks.CheckMap(group.ModelMap, path + ":ModelMap", errors);
        NameChecks.CheckNames(group.Models, path + ":Models", errors);
        if (strategies.Find(group.Strategy ?? string.Empty) is null)
        {
            errors.Add($"{path}:Strategy: '{group.Strategy}' is not known; use one of {string.Join(", ", strategies.Names)}.");
        }

        if (!Enum.IsDefined(group.Affinity))
        {
            errors.Add($"{path}:Affinity: '{group.Affinity}' is not known; use one of {string.Join(", ", Enum.GetNames<Affinity>())}.");
        }

        for (var i = 0; i < group.FallbackOn.Count; i++)
        {
            if (!nameof(OneApiErrorKind.ContentFiltered).Equals(group.FallbackOn[i], StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}:FallbackOn:{i}: '{group.FallbackOn[i]}' can't be added; use ContentFiltered.");
            }
        }

        CheckFallbacks(group, group.Fallbacks, path + ":Fallbacks", path, errors);
        CheckFallbacksByKind(group, path, errors);
    }

    private static void CheckFallbacksByKind(GroupConfig group, string path, List<string> errors)
    {
        foreach (var (kind, fallbacks) in group.FallbacksByKind)
        {
            var at = $"{path}:FallbacksByKind:{kind}";
            if (!Enum.TryParse<OneApiErrorKind>(kind, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsDigit(kind[0]) || NeverFallBack.Contains(known))
            {
                errors.Add($"{at}: is no kind of error that leads to another model; use one like {nameof(OneApiErrorKind.ContextLengthExceeded)} or {nameof(OneApiErrorKind.ContentFiltered)}.");
                continue;
            }

            CheckFallbacks(group, fallbacks, at, path, errors);
        }
    }

    private static void CheckFallbacks(GroupConfig group, IDictionary<string, IList<string>> map, string path, string groupPath, List<string> errors)
    {
        NameChecks.CheckKeys(map.Keys, path, errors);
        string[] models = [.. group.Models];
        foreach (var (model, fallbacks) in map)
        {
            var at = $"{path}:{model}";
            NameChecks.CheckNames(fallbacks, at, errors);
            foreach (var fallback in fallbacks)
            {
                if (!string.IsNullOrWhiteSpace(fallback) && models.Length > 0 && !ModelPattern.AnyMatches(models, fallback))
                {
                    errors.Add($"{at}: '{fallback}' is not among the group's models; add it to {groupPath}:Models.");
                }
            }
        }

        FallbackCycles.Check(map, path, errors);
    }
}
