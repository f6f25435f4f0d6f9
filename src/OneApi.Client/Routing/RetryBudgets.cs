using System.Collections.Concurrent;

namespace OneApi.Client.Routing;

/// <summary>The budgets of all models. They outlive reloads.</summary>
internal sealed class RetryBudgets(TimeProvider time)
{
    private const int MaxModels = 4096;
    private readonly ConcurrentDictionary<string, RetryBudget> _budgets = new(StringComparer.OrdinalIgnoreCase);

    public RetryBudget Of(string model)
    {
        if (_budgets.TryGetValue(model, out var known))
        {
            return known;
        }

        if (_budgets.Count >= MaxModels)
        {
            _budgets.Clear(); // names come from callers, so the number that is kept is bounded
        }

        return _budgets.GetOrAdd(model, static (_, time) => new(time), time);
    }
}
