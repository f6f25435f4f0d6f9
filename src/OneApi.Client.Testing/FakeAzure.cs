using OneApi.Client.Testing.Azure;

namespace OneApi.Client.Testing;

/// <summary>An Azure OpenAI resource on loopback, in all its forms: <c>/openai/v1/…</c>, <c>/openai/deployments/{deployment}/…?api-version=…</c>, Foundry's <c>/models/…?api-version=…</c> (each with <c>chat/completions</c> and <c>embeddings</c>), and Claude at <c>/anthropic/v1/messages</c>.</summary>
/// <remarks>
/// <para>It takes the key in <c>api-key</c> (on v1 and Foundry also as a bearer, for Claude also in <c>x-api-key</c>), and <see cref="FakeProvider.SecretKey"/> as a bearer: that stands for the access token that Entra ID would give. A versioned form without <c>api-version</c>, or with an unknown one, is refused. <see cref="FakeProviderOptions.Models"/> are the deployments that exist.</para>
/// <para>A stream begins with the filter's results for the prompt; a reply with the finish reason <c>content_filter</c> says which category stepped in.</para>
/// <para><see cref="Fault.ProviderError"/> knows the codes <c>401</c>, <c>404</c>, <c>408</c>, <c>424</c>, <c>429</c>, <c>AccessDenied</c>, <c>AuthenticationTypeDisabled</c>, <c>BadRequest</c>, <c>content_filter</c>, <c>content_policy_violation</c>, <c>context_length_exceeded</c>, <c>DeploymentNotFound</c>, <c>insufficient_quota</c>, <c>InternalServerError</c>, <c>invalid_request_error</c>, <c>NoCapacity</c>, <c>OperationNotSupported</c>, <c>PermissionDenied</c>, <c>PublicAccessDisabled</c>, <c>RateLimitReached</c>, <c>server_error</c>, <c>ServiceUnavailable</c>, <c>Timeout</c>, <c>too_many_requests</c>, <c>unknown_model</c>, <c>unsupported_value</c>, and <c>statusCode</c> (the bare body of some front ends), <c>UnsupportedApiVersion</c> (its words under <c>BadRequest</c>).</para>
/// <para>See <see cref="FakeProvider"/> for how it answers.</para>
/// </remarks>
public sealed class FakeAzure : FakeProvider
{
    private FakeAzure(FakeProviderOptions options)
        : base(new AzureWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeAzure Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeAzure Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
