namespace OneApi.Client.Testing.Serving;

/// <summary>The errors that every wire can word.</summary>
internal enum WireErrorKind
{
    Unauthorized,
    RateLimited,
    QuotaExhausted,
    ServerError,
    Overloaded,
    ModelNotFound,
    ContextLength,
    ContentFiltered,
    InvalidRequest,
    NotFound,
    MethodNotAllowed,

    /// <summary>The provider's own error of the code that the failure names.</summary>
    Coded,
}
