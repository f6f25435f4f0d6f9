namespace OneApi.Client.DependencyInjection;

/// <summary>Finds models that lead back to themselves: whoever wrote that has meant something else, for fallbacks are not followed further than one step.</summary>
internal static class FallbackCycles
{
    public static void Check(IDictionary<string, IList<string>> map, string path, List<string> errors)
    {
        var reported = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var model in map.Keys)
        {
            if (!reported.Contains(model) && Find(map, model) is { } cycle)
            {
                reported.UnionWith(cycle);
                errors.Add($"{path}:{model}: leads back to itself ({string.Join(" → ", cycle)}); take one of the steps out.");
            }
        }
    }

    private static List<string>? Find(IDictionary<string, IList<string>> map, string start)
    {
        var way = new List<string> { start };
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return Follow(map, start, way, seen) ? way : null;
    }

    private static bool Follow(IDictionary<string, IList<string>> map, string start, List<string> way, HashSet<string> seen)
    {
        if (!map.TryGetValue(way[^1], out var next))
        {
            return false;
        }

        foreach (var model in next.Where(static model => !string.IsNullOrWhiteSpace(model)))
        {
            way.Add(model);
            if (model.Equals(start, StringComparison.OrdinalIgnoreCase) || (seen.Add(model) && Follow(map, start, way, seen)))
            {
                return true;
            }

            way.RemoveAt(way.Count - 1);
        }

        return false;
    }
}
