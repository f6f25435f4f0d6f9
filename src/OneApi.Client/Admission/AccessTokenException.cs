namespace OneApi.Client;

/// <summary>A request for an access token that can't be met as it is. Nothing was changed.</summary>
public sealed class AccessTokenException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="errors">Every error: the field, what was found, what would be right.</param>
    public AccessTokenException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors))
    {
        Errors = errors;
    }

    /// <summary>Gets every error: the field, what was found, what would be right.</summary>
    public IReadOnlyList<string> Errors { get; }
}
