using System.Net;
using System.Text;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Authentication;

/// <summary>The host that issues tokens, without a network: remembers what it was asked and answers what a test gives it.</summary>
internal sealed class StubHost(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler, IHttpMessageHandlerFactory
{
    public List<(HttpMethod Method, Uri Address, Dictionary<string, string> Headers, string? Body)> Asked { get; } = [];

    public static StubHost Answering(HttpStatusCode status, string body) =>
        new((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") }));

    public HttpMessageHandler CreateHandler(string name)
    {
        Assert.Equal(HttpClientNames.Unauthenticated, name);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated.ToArray() ?? []).ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Asked.Add((request.Method, request.RequestUri!, headers, request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
        return await answer(request, cancellationToken);
    }
}
