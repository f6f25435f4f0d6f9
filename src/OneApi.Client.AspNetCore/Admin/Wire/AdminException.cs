namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The admin API refuses a request. Everything in it may be shown.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The stable code.</param>
/// <param name="detail">What is wrong and what would be right, for people.</param>
/// <param name="errors">The single fields that are wrong.</param>
internal sealed class AdminException(int status, string code, string detail, IReadOnlyList<FieldError>? errors = null) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public IReadOnlyList<FieldError> Errors => errors ?? [];

    public static AdminException Unauthorized(string code, string detail) => new(401, code, detail);

    public static AdminException Forbidden(string code, string detail) => new(403, code, detail);

    public static AdminException NotFound(string what, string id) => new(404, "not_found", $"There is no {what} '{FieldError.Short(id)}'.");

    public static AdminException Invalid(IReadOnlyList<FieldError> errors) =>
        new(400, "invalid_request", errors.Count == 1 ? "One field is wrong." : $"{errors.Count} fields are wrong.", errors);

    public static AdminException Invalid(string field, string found, string right) => Invalid([new(field, found, right)]);
}
