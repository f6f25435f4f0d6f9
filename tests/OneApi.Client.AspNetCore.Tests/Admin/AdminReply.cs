using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>What the admin API has answered.</summary>
internal sealed record AdminReply(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders Content)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Code => Json.GetProperty("code").GetString()!;

    /// <summary>Gets the fields that a problem names.</summary>
    public string[] Fields => [.. Json.GetProperty("errors").EnumerateArray().Select(static error => error.GetProperty("field").GetString()!)];

    public string Header(string name) => string.Join(",", Headers.TryGetValues(name, out var values) ? values : Content.TryGetValues(name, out var others) ? others : []);
}
