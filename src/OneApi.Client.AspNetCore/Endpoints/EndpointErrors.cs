using System.Collections.Frozen;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>What callers see of an error: the table of design §6, as data.</summary>
internal static class EndpointErrors
{
    private const string Invalid = "invalid_request_error";
    private const string Server = "server_error";

    private static readonly FrozenDictionary<OneApiErrorKind, Row> Rows = new Dictionary<OneApiErrorKind, Row>
    {
        [OneApiErrorKind.Authentication] = new(502, Server, "upstream_authentication", "The provider refused the gateway's own credentials.", Retry: false),
        [OneApiErrorKind.PermissionDenied] = new(502, Server, "upstream_permission_denied", "The provider does not allow the gateway this model.", Retry: false),
        [OneApiErrorKind.QuotaExhausted] = new(503, Server, "upstream_quota_exhausted", "The gateway's account at the provider has no quota left."),
        [OneApiErrorKind.RateLimited] = new(429, "rate_limit_error", "rate_limit_exceeded", "The providers of the model are asked too often at this moment; try again later."),
        [OneApiErrorKind.ModelNotFound] = new(404, Invalid, "model_not_found", "The model does not exist, or you do not have access to it.", Param: "model"),
        [OneApiErrorKind.InvalidRequest] = new(400, Invalid, "invalid_request", "The provider refuses the request as invalid.", Tells: true),
        [OneApiErrorKind.ContextLengthExceeded] = new(400, Invalid, "context_length_exceeded", "The request is longer than the model's context window.", Param: "messages", Tells: true),
        [OneApiErrorKind.ContentFiltered] = new(400, Invalid, "content_filter", "The provider's content filter refuses the request.", Tells: true),
        [OneApiErrorKind.ProviderUnavailable] = new(503, Server, "upstream_unavailable", "The providers of the model are not available at this moment."),
        [OneApiErrorKind.Timeout] = new(504, Server, "upstream_timeout", "The providers of the model did not answer in time."),
        [OneApiErrorKind.EmptyResponse] = new(502, Server, "upstream_empty_response", "The provider answered with success and nothing in it."),
        [OneApiErrorKind.ProtocolViolation] = new(502, Server, "upstream_protocol_violation", "The provider's answer is damaged, or ended before its end."),
        [OneApiErrorKind.CallerUnauthorized] = new(401, Invalid, "invalid_api_key", "Incorrect API key provided.", Retry: false, IsOurs: true),
        [OneApiErrorKind.CallerForbidden] = new(403, "permission_error", "forbidden", "The access token does not allow this.", Retry: false, IsOurs: true),
        [OneApiErrorKind.CallerQuotaExhausted] = new(402, "insufficient_quota", "quota_exhausted", "The access token's quota is exhausted.", Retry: false, IsOurs: true),
        [OneApiErrorKind.CallerRateLimited] = new(429, "rate_limit_error", "rate_limit_exceeded", "Too many requests.", IsOurs: true),
        [OneApiErrorKind.NoChannel] = new(503, Server, "no_channel", "No channel is ready for the model at this moment.", IsOurs: true),
        [OneApiErrorKind.Unsupported] = new(501, Invalid, "unsupported", "The request asks for what no provider of the model can do.", Retry: false, IsOurs: true),
        [OneApiErrorKind.PriceUnknown] = new(400, Invalid, "price_unknown", "The model has no known price, and the access token has a quota.", Param: "model", Retry: false, IsOurs: true),
        [OneApiErrorKind.Unknown] = new(502, Server, "upstream_error", "The provider failed in a way that is not known."),
    }.ToFrozenDictionary();

    public static EndpointError Of(Exception exception) => exception switch
    {
        EndpointException refused => refused.Error,
        OneApiException error => Of(error),
        Microsoft.AspNetCore.Http.BadHttpRequestException bad => new(bad.StatusCode, Invalid, "bad_request", "The request could not be read."),
        _ => new(500, Server, "internal_error", "The gateway itself failed. The request id names the entry in its log."),
    };

    /// <summary>Gets the kinds that have a row, for the test that reads the table.</summary>
    public static IEnumerable<OneApiErrorKind> Kinds => Rows.Keys;

    private static EndpointError Of(OneApiException error)
    {
        var row = Rows[error.Kind];
        var code = row.IsOurs ? error.ProviderCode ?? row.Code : row.Code;

        // The caller's own request is what the provider's words are about; all other words may name what is not his.
        var words = (row.IsOurs || row.Tells) && error.ProviderMessage is { Length: > 0 } said ? said : row.Message;
        return new(row.Status, row.Type, code, words)
        {
            Param = (error.Data["param"] as string) ?? row.Param,
            RetryAfter = error.RetryAfter ?? (code == "quota_in_flight" ? TimeSpan.FromSeconds(1) : null),
            ShouldRetry = code == "quota_in_flight" ? true : row.Retry,
        };
    }

    /// <param name="Status">The HTTP status.</param>
    /// <param name="Type">OpenAI's word for the family.</param>
    /// <param name="Code">The code, where the gateway has none of its own.</param>
    /// <param name="Message">What is said where nothing better may be.</param>
    /// <param name="Param">The part of the request that it is about.</param>
    /// <param name="Retry">Whether another try can help; null where the status says enough.</param>
    /// <param name="Tells">Whether the provider's words are about the request itself, and may be passed on.</param>
    /// <param name="IsOurs">Whether the words and the code are the gateway's own.</param>
    private sealed record Row(int Status, string Type, string Code, string Message, string? Param = null, bool? Retry = null, bool Tells = false, bool IsOurs = false);
}
