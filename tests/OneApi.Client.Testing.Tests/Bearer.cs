using System.Net.Http.Headers;
using System.Text;

namespace OneApi.Client.Testing.Tests;

/// <summary>Requests with a bearer of the test's choice.</summary>
internal static class Bearer
{
    public static Task<Http.Answer> PostAsync(FakeProvider fake, string path, string json, string? token = null) => Http.SendAsync(Post(fake, path, json, token ?? fake.ApiKey));

    public static Task<Http.Answer> ChatAsync(FakeProvider fake, string members = "", string path = "/chat/completions") =>
        PostAsync(fake, path, $$"""{"model":"m","messages":[{"role":"user","content":"hello"}]{{(members.Length > 0 ? "," + members : "")}}}""");

    public static HttpRequestMessage Post(FakeProvider fake, string path, string json, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }
}
