using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Cohere's compatibility layer (docs.cohere.com/docs/compatibility-api), with Cohere's errors.</summary>
internal static class CohereVendor
{
    public static readonly CompatibleVendor Row = new("cohere", "/compatibility/v1")
    {
        Key = "co-fake-0123456789abcdefghijklmnopqrstuv",
        Envelope = Envelope,
        Errors =
        [
            new("TOO_MANY_TOKENS", 400, "too many tokens: size limit exceeded by 100 tokens.") { Is = ContextLength, Code = "TOO_MANY_TOKENS" },
            new("400", 400, "invalid request.") { Is = InvalidRequest },
            new("401", 401, "invalid api token") { Is = Unauthorized },
            new("402", 402, "billing limit reached") { Is = QuotaExhausted },
            new("403", 403, "forbidden"),
            new("404", 404, "model '{model}' not found, make sure the correct model ID was used and that you have access to the model.") { Is = ModelNotFound },
            new("405", 405, "method not allowed"),
            new("413", 413, "payload too large"),
            new("422", 422, "unprocessable entity"),
            new("429", 429, "You are using a Trial key, which is limited to 20 API calls / minute.") { Is = RateLimited },
            new("429_month", 429, "You are using a Trial key, which is limited to 1000 API calls / month."),
            new("498", 498, "invalid or expired token"),
            new("499", 499, "request cancelled"),
            new("501", 501, "not implemented"),
            new("504", 504, "gateway timeout"),
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter)
    {
        var body = new JsonObject { ["id"] = "fake", ["message"] = message };
        if (error.Code is not null)
        {
            body["error_type"] = error.Code;
        }

        return body;
    }
}
