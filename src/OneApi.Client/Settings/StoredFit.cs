using Microsoft.Extensions.Options;

namespace OneApi.Client.Settings;

/// <summary>Finds which stored settings can be in force together: one that went wrong, or that a later version has written, must not keep the others out.</summary>
/// <param name="stored">Tries settings out.</param>
/// <param name="create">Makes the options with whatever is tried, and checks them.</param>
internal sealed class StoredFit(StoredOptions stored, Func<OneApiOptions> create)
{
    /// <summary>All that is wrong with the configuration together with these settings, or null.</summary>
    public IReadOnlyList<string>? ErrorsOf(StoredSettings settings)
    {
        try
        {
            stored.With(settings, create);
            return null;
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
    }

    /// <summary>The settings without those that can't be in force. The configuration alone is known to be right.</summary>
    public (StoredSettings Settings, IReadOnlyList<SettingFault> LeftOut) Find(StoredSettings settings)
    {
        if (ErrorsOf(settings) is not { } errors)
        {
            return (settings, []);
        }

        // Whoever is named in an error first: mostly that is all, and every try makes the whole configuration.
        var named = settings.Items.Where(one => errors.Any(error => error.Contains(one.Name, StringComparison.OrdinalIgnoreCase))).ToHashSet();
        var others = settings with { Items = [.. settings.Items.Where(one => !named.Contains(one))] };
        return ErrorsOf(others) is null ? Add(settings, others, named) : Add(settings, settings with { Items = [] }, [.. settings.Items]);
    }

    /// <summary>Adds what fits, until nothing more does: a channel may need a group that comes after it.</summary>
    private (StoredSettings Settings, IReadOnlyList<SettingFault> LeftOut) Add(StoredSettings all, StoredSettings held, HashSet<StoredSetting> rest)
    {
        var before = -1;
        while (rest.Count > 0 && rest.Count != before)
        {
            before = rest.Count;
            foreach (var one in all.Items.Where(rest.Contains).ToList())
            {
                var more = Without(all, [.. rest.Where(other => other != one)]);
                if (ErrorsOf(more) is null)
                {
                    rest.Remove(one);
                    held = more;
                }
            }
        }

        return (held, [.. all.Items.Where(rest.Contains).Select(one => new SettingFault(one, ErrorsOf(Without(all, [.. rest.Where(other => other != one)])) ?? []))]);
    }

    private static StoredSettings Without(StoredSettings all, HashSet<StoredSetting> some) => all with { Items = [.. all.Items.Where(one => !some.Contains(one))] };
}
