using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>Signs with <see cref="VolcengineSigner"/>: content type, host, the body's hash, the date and the session token (doubao.md §2.3).</summary>
internal sealed class VolcengineHandler(string service, TimeProvider time) : DelegatingHandler
{
    /// <summary>The region where the credential names none.</summary>
    private const string DefaultRegion = "cn-beijing";

    /// <summary>Signs a request that is ready to be sent.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlyMemory<byte> body, string service, Credential credential, string id, string secret, DateTimeOffset now)
    {
        SignedHeaders.Put(request, VolcengineSigner.DateHeader, VolcengineSigner.Timestamp(now));
        SignedHeaders.Put(request, VolcengineSigner.ContentHashHeader, SigningText.HexSha256(body.Span));
        SignedHeaders.Put(request, VolcengineSigner.TokenHeader, credential.SessionToken);

        var headers = new List<KeyValuePair<string, string>>(5) { new("Host", RequestHost.Of(request)) };
        if (request.Content is { } content && content.Headers.NonValidated.TryGetValues("Content-Type", out var type))
        {
            headers.Add(new("Content-Type", type.ToString()));
        }

        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase))
            {
                headers.Add(new(name, values.ToString())); // the vendor's SDK signs them all
            }
        }

        var address = request.RequestUri!;
        var signing = new SigningRequest { Method = request.Method.Method, Path = address.AbsolutePath, Query = RequestQuery.Of(address), Headers = headers, Body = body };
        SignedHeaders.Put(request, "Authorization", VolcengineSigner.Sign(signing, credential.Region ?? DefaultRegion, service, id, secret, now).Authorization);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential: { ApiKey: { Length: > 0 } id, SecretKey: { Length: > 0 } secret } credential } && !request.Headers.NonValidated.Contains("Authorization"))
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
            Sign(request, body, service, credential, id, secret, time.GetUtcNow());
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
