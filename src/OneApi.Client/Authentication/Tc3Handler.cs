using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>Signs with <see cref="Tc3Signer"/>; the wire has put <c>X-TC-Action</c> and <c>X-TC-Version</c> in place (hunyuan.md §2).</summary>
internal sealed class Tc3Handler(string service, TimeProvider time) : DelegatingHandler
{
    private const string ActionHeader = "X-TC-Action";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential: { ApiKey: { Length: > 0 } id, SecretKey: { Length: > 0 } secret } credential } own && !request.Headers.NonValidated.Contains("Authorization"))
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
            var signature = Sign(request, body, credential, id, secret);
            own.Use.Note(signature, static _ => ValueTask.CompletedTask, IsTooOld); // the next attempt signs at its own time
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of all refusals only a signature's age is mended by signing again (hunyuan.md §8).</summary>
    private static bool IsTooOld(OneApiException error) => error.ProviderCode == "AuthFailure.SignatureExpire";

    private string Sign(HttpRequestMessage request, ReadOnlyMemory<byte> body, Credential credential, string id, string secret)
    {
        var now = time.GetUtcNow();
        var headers = new List<KeyValuePair<string, string>>(3) { new("Content-Type", Tc3Signer.ContentType), new("Host", RequestHost.Of(request)) };
        if (request.Headers.NonValidated.TryGetValues(ActionHeader, out var action))
        {
            headers.Add(new(ActionHeader, action.ToString()));
        }

        if (request.Content is { } content)
        {
            content.Headers.Remove("Content-Type"); // a new value, for the body's own is shared by all requests
            content.Headers.TryAddWithoutValidation("Content-Type", Tc3Signer.ContentType);
        }

        var signature = Tc3Signer.Sign(new() { Method = request.Method.Method, Headers = headers, Body = body }, service, id, secret, now);
        SignedHeaders.Put(request, "X-TC-Timestamp", Tc3Signer.Timestamp(now));
        SignedHeaders.Put(request, "X-TC-Region", credential.Region);
        SignedHeaders.Put(request, "X-TC-Token", credential.SessionToken);
        SignedHeaders.Put(request, "Authorization", signature.Authorization);
        return signature.Signature;
    }
}
