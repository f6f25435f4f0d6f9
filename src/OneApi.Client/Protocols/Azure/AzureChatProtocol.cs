using System.Net.Http.Headers;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Azure;

/// <summary>Azure OpenAI and Azure AI Foundry: OpenAI's bodies at Azure's addresses (protocols/azure.md).</summary>
internal sealed class AzureChatProtocol : OpenAIChatProtocol
{
    private const string RequestId = "apim-request-id";

    public override string Name => "azure";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming) => AzureAddress.Of(endpoint, model, "/chat/completions");

    public override string GetOperationUrl(ProviderEndpoint endpoint, string model, string path) => AzureAddress.Of(endpoint, model, path);

    /// <summary>The gateway's id comes first, although an inner <c>x-request-id</c> may stand beside it (azure.md §4).</summary>
    public override string? GetRequestId(HttpResponseHeaders headers)
    {
        if (headers.NonValidated.TryGetValues(RequestId, out var values))
        {
            foreach (var value in values)
            {
                return value;
            }
        }

        return base.GetRequestId(headers);
    }
}
