using Microsoft.AspNetCore.Http;

namespace OneApi.Client.Testing.Serving;

/// <summary>Turns a Kestrel request, body included, into a <see cref="FakeRequest"/>.</summary>
internal static class RequestReader
{
    public static async Task<FakeRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        foreach (var (name, values) in context.Request.Headers)
        {
            headers[name] = values.ToString();
        }

        var query = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var (name, values) in context.Request.Query)
        {
            query[name] = values.ToString();
        }

        return new FakeRequest(context.Request.Method, context.Request.Path.Value ?? "/", query, headers, body.ToArray());
    }
}
