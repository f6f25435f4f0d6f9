using System.Text.Json.Serialization.Metadata;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One route of the admin API: it is mapped from this, guarded by this and described by this.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Access">The roles that may use it; none means that it is open, and guards itself.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Handle">Does it.</param>
internal sealed record AdminRoute(string Method, string Path, AdminAccess Access, string Summary, Func<AdminCall, ValueTask<AdminAnswer>> Handle)
{
    public const string Root = "/api/v1";
    public const long UsualBodyLimit = 1024 * 1024;

    /// <summary>Gets the parameters of the query.</summary>
    public IReadOnlyList<AdminField> Query { get; init; } = [];

    /// <summary>Gets the members of the body; empty where there is none.</summary>
    public IReadOnlyList<AdminField> Body { get; init; } = [];

    /// <summary>Gets what the body is where it is no object of <see cref="Body"/>; null else.</summary>
    public string? FreeBody { get; init; }

    public long BodyLimit { get; init; } = UsualBodyLimit;

    /// <summary>Gets the status of success.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Gets the type that the answer is written from, or null where it is none of JSON.</summary>
    public JsonTypeInfo? Answer { get; init; }

    /// <summary>Gets the content types of the answer.</summary>
    public IReadOnlyList<string> AnswerTypes { get; init; } = ["application/json"];

    /// <summary>Gets a value indicating whether a repetition with the same <c>Idempotency-Key</c> gets the same answer.</summary>
    public bool KeepsAnswer { get; init; }

    /// <summary>Gets a value indicating whether the answer carries an ETag.</summary>
    public bool HasTag { get; init; }

    /// <summary>Gets the group of routes in the description: the first part of the path behind the root.</summary>
    public string Section => Path.StartsWith(Root, StringComparison.Ordinal) ? Path[(Root.Length + 1)..].Split('/', '.')[0] : "one-api";
}
