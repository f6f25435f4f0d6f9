namespace OneApi.Client;

/// <summary>The canaries and shadows of all groups, how their sides compare, and a person's way back. Thread-safe.</summary>
public interface ICanaries
{
    /// <summary>Gets all of them, with what this process has seen.</summary>
    /// <returns>By the names of the groups; those of one in the order of the configuration, shadows last.</returns>
    IReadOnlyList<CanaryStanding> List();

    /// <summary>Gives everything back to the old channels at once, until <see cref="ResumeAsync"/> or until the step or the percentage is set anew.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="name">The canary's name.</param>
    /// <param name="note">Why, for whoever reads the list; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">There is no such canary.</exception>
    ValueTask ReturnAsync(string group, string name, string? note, CancellationToken cancellationToken);

    /// <summary>Goes on with the configured step, after a guard or a person has gone back. What the new side has done so far is forgotten.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="name">The canary's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">There is no such canary.</exception>
    ValueTask ResumeAsync(string group, string name, CancellationToken cancellationToken);
}
