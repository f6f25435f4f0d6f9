namespace OneApi.Client.DependencyInjection;

/// <summary>Checks of lists of names and of maps between them, which gateway, groups and channels have alike.</summary>
internal static class NameChecks
{
    public static void CheckMap(IDictionary<string, string> map, string path, List<string> errors)
    {
        CheckKeys(map.Keys, path, errors);
        foreach (var (model, name) in map)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                errors.Add($"{path}:{model}: maps to an empty name; name the model that is sent to the provider.");
            }
        }
    }

    public static void CheckNames(IList<string> names, string path, List<string> errors)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                errors.Add($"{path}:{i}: is empty; give a name or take the entry out.");
            }
        }
    }

    /// <summary>A map that was made in code may hold keys that differ in case only; names of models and groups do not.</summary>
    public static void CheckKeys(IEnumerable<string> keys, string path, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            if (string.IsNullOrWhiteSpace(key))
            {
                errors.Add($"{path}: has an entry without a name; give it one or take it out.");
            }
            else if (!seen.Add(key))
            {
                errors.Add($"{path}:{key}: is there twice, without regard to case; keep one of them.");
            }
        }
    }
}
