using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Relays;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Relays;

public sealed class RelayFeedTests
{
    private static readonly ProviderEndpoint Endpoint = new() { Provider = "openai", BaseUrl = "http://localhost", Errors = new ErrorClassifier() };

    [Fact]
    public async Task Open_WhoseBodyCantBeOpened_LetsGoOfTheConnection()
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, TestContext.Current.CancellationToken);
        var content = new Body(new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => RelayFeed.OpenAsync(new HttpResponseMessage { Content = content }, Endpoint, clock));

        Assert.True(content.IsDisposed);
    }

    /// <summary>Media types compare without regard to case (RFC 9110 §8.3.1).</summary>
    [Fact]
    public async Task Open_OfEventsInCapitals_KnowsThem()
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, TestContext.Current.CancellationToken);
        var content = new ByteArrayContent("data: {\"a\":1}\n\n"u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("Text/Event-Stream");

        using var feed = await RelayFeed.OpenAsync(new HttpResponseMessage { Content = content }, Endpoint, clock);

        Assert.True(feed.IsEvents);
    }

    private sealed class Body(Exception error) : HttpContent
    {
        public bool IsDisposed { get; private set; }

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromException<Stream>(error);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.FromException(error);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
