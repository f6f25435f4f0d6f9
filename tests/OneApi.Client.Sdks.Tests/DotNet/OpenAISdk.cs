using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>OpenAI's own SDK for .NET, changed in nothing but base URL and key.</summary>
internal static class OpenAISdk
{
    /// <param name="host">The gateway.</param>
    /// <param name="key">The name of the key.</param>
    /// <param name="retries">How often the SDK tries again; null leaves it to the SDK.</param>
    public static OpenAIClient Of(SdkHost host, string key = "good", int? retries = null)
    {
        var options = new OpenAIClientOptions { Endpoint = new(host.OpenAIUrl) };
        if (retries is { } count)
        {
            options.RetryPolicy = new ClientRetryPolicy(count);
        }

        return new(new ApiKeyCredential(host.Keys[key]), options);
    }
}
