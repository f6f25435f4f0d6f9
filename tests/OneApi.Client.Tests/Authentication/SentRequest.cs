using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using OneApi.Client.Transport;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

/// <summary>Sends a request through a handler and says which headers reached the end of the chain.</summary>
internal static class SentRequest
{
    public static async Task<IDictionary<string, string>> HeadersAsync(
        DelegatingHandler handler,
        Credential credential,
        string address,
        string body = "{}",
        HttpStatusCode status = HttpStatusCode.OK,
        CredentialUse? use = null,
        params (string Name, string Value)[] headers)
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), new AttemptLimits(), streaming: false, CancellationToken.None);
        using var request = new ProviderRequest(new(address), use ?? new(credential)) { Content = new JsonBody(Encoding.UTF8.GetBytes(body), clock) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        handler.InnerHandler ??= new Stub();
        ((Stub)handler.InnerHandler).Status = status;
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var response = await invoker.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(body, await request.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return request.Headers.NonValidated.Concat(request.Content.Headers.NonValidated)
            .ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public static FakeTimeProvider At(string instant) => new(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

    private sealed class Stub : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(Status));
    }
}
