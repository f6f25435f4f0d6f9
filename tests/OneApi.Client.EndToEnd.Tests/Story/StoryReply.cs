using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>An answer, read to its end.</summary>
internal sealed record StoryReply(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>Gets the code of an error object of the endpoints.</summary>
    public string? Code => Json.GetProperty("error").GetProperty("code").GetString();

    /// <summary>Gets what a whole chat completion says.</summary>
    public string? Content => Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
