namespace OneApi.Client.Testing.Serving;

/// <summary>Thrown by a wire's checks: the request breaks the protocol, and this is how the provider says so.</summary>
internal sealed class RequestRefusedException(WireErrorKind kind, string? message, string? parameter, string? code) : Exception(message)
{
    public WireErrorKind Kind { get; } = kind;

    public string? Parameter { get; } = parameter;

    public string? Code { get; } = code;

    /// <summary>Gets the text for the answer; <see langword="null"/> leaves it to the wire.</summary>
    public string? Text { get; } = message;

    public static RequestRefusedException Invalid(string message, string? parameter = null, string? code = null)
        => new(WireErrorKind.InvalidRequest, message, parameter, code);
}
