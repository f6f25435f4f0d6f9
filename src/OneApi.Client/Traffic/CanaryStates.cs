using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Traffic;

/// <summary>Keeps the states of canaries by group and name, whether or not they are configured at this moment.</summary>
internal sealed class CanaryStates(TimeProvider time, ILogger<CanaryState> logger)
{
    private readonly ConcurrentDictionary<(string Group, string Name), CanaryState> _states = new();

    public CanaryState Of(string group, string name) =>
        _states.GetOrAdd((group.ToUpperInvariant(), name.ToUpperInvariant()), static (_, made) => new(made.group, made.name, made.time, made.logger), (group, name, time, logger));
}
