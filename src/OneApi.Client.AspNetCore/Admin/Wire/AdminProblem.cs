namespace OneApi.Client.AspNetCore.Admin;

/// <summary>An error as RFC 9457 has it.</summary>
/// <param name="Type">What kind of problem it is; <c>about:blank</c>: the status says it.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
/// <param name="Code">The stable code, for programs.</param>
/// <param name="RequestId">The id of the request, as in the header <c>x-request-id</c>.</param>
/// <param name="Errors">The fields that are wrong; null where it is not about fields.</param>
internal sealed record AdminProblem(string Type, string Title, int Status, string Detail, string Code, string RequestId, IReadOnlyList<FieldError>? Errors)
{
    public const string ContentType = "application/problem+json; charset=utf-8";
}
