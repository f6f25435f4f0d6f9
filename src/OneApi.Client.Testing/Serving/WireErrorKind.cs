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
}
