using System.Net.Http.Headers;

namespace OneApi.Client.Protocols;

/// <summary>The headers in which providers name a request, the most telling first.</summary>
internal static class RequestIds
{
    private static readonly string[] Names =
    [
        "x-request-id", "request-id", "apim-request-id", "mistral-correlation-id", "x-generation-id", "x-siliconcloud-trace-id",
        "x-bc-request-id", "msh-request-id", "x-debug-trace-id", "x-tt-logid", "x-amzn-requestid", "cf-ray",
    ];

    public static string? Find(HttpResponseHeaders headers)
    {
        foreach (var name in Names)
        {
            if (headers.NonValidated.TryGetValues(name, out var values))
            {
                foreach (var value in values)
                {
                    return value;
                }
            }
        }

        return null;
    }
}
