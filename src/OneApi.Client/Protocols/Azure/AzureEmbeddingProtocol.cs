using System.Globalization;
using System.Text.RegularExpressions;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Azure;

/// <summary>OpenAI's embeddings at Azure's addresses (protocols/azure.md §1, §7).</summary>
internal sealed partial class AzureEmbeddingProtocol : OpenAIEmbeddingProtocol
{
    public override string GetUrl(ProviderEndpoint endpoint, string model) => AzureAddress.Of(endpoint, model, "/embeddings");

    /// <summary>Old versions of the API take few texts a call, and say how many: <c>Too many inputs. The max number of inputs is 16.</c></summary>
    public override int? LimitIn(OneApiException refusal)
    {
        if (refusal is not { Kind: OneApiErrorKind.InvalidRequest, ProviderMessage: { } message })
        {
            return null;
        }

        var match = LimitPattern().Match(message);
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : null;
    }

    [GeneratedRegex(@"max(?:imum)? number of inputs is (\d{1,6})", RegexOptions.IgnoreCase)]
    private static partial Regex LimitPattern();
}
