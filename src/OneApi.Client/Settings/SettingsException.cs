namespace OneApi.Client;

/// <summary>A setting can't be kept; nothing was changed.</summary>
/// <param name="errors">All that is wrong with it: where, what was found, what would be right.</param>
/// <param name="isConflict">Whether somebody else has changed it, or made it, before.</param>
public sealed class SettingsException(IReadOnlyList<string> errors, bool isConflict = false) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Gets all that is wrong: where, what was found, what would be right.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;

    /// <summary>Gets a value indicating whether somebody else has changed it, or made it, before.</summary>
    public bool IsConflict { get; } = isConflict;

    /// <summary>Gets a value indicating whether it is the host's configuration that is wrong at this moment, so that nothing at all can be changed; the errors are its own.</summary>
    public bool IsOfConfiguration { get; init; }
}
