namespace OneApi.Client.EndToEnd.Tests.ByteCuts;

/// <summary>Keeps the bodies of the answers that go by.</summary>
internal sealed class ResponseTap
{
    public byte[]? Stream { get; private set; }

    public byte[]? Credential { get; private set; }

    internal sealed class Handler(ResponseTap tap) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                tap.Stream = body;
            }
            else
            {
                tap.Credential = body;
            }

            var copy = new ByteArrayContent(body);
            foreach (var (name, values) in response.Content.Headers)
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }

            response.Content = copy;
            return response;
        }
    }
}
