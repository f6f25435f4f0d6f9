namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The description of the API, for people and generators of clients.</summary>
internal sealed class OpenApiRoute
{
    public const string Path = AdminRoute.Root + "/openapi.json";
    private byte[] _document = [];

    public AdminRoute Route => new("GET", Path, AdminAccess.Everyone, "This description, as OpenAPI 3.1.", call =>
    {
        call.Query.ThrowIfAny();
        return new(new AdminAnswer { ContentType = AdminAnswer.JsonType, Body = _document, Tag = EntityTag.Of(_document) });
    })
    {
        HasTag = true,
    };

    /// <summary>Describes all routes, this one too.</summary>
    public void Describe(IReadOnlyList<AdminRoute> routes) => _document = System.Text.Encoding.UTF8.GetBytes(OpenApiDocument.Of(routes).ToJsonString());
}
