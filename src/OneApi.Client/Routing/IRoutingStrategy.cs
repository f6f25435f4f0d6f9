namespace OneApi.Client;

/// <summary>Chooses among the channels of one priority that may serve a call. Found in the container by its name, which a group's <see cref="GroupConfig.Strategy"/> says. Thread-safe; asked once for each attempt, so quick.</summary>
/// <remarks>It sees only channels that serve the model, work, and were not tried by the call. When none is left, it is not asked.</remarks>
public interface IRoutingStrategy
{
    /// <summary>Gets the name, unique without regard to case; the built-in ones are in <see cref="RoutingStrategies"/>.</summary>
    string Name { get; }

    /// <summary>Chooses.</summary>
    /// <param name="choice">The channels, two or more, and the call.</param>
    /// <returns>The index of the chosen one. Anything out of range counts as the first.</returns>
    int Choose(RoutingChoice choice);
}
