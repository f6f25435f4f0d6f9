using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Cloudflare Workers AI (developers.cloudflare.com/workers-ai): numbered errors in a list.</summary>
internal static class CloudflareVendor
{
    public static readonly CompatibleVendor Row = new("cloudflare", "/client/v4/accounts/fake-account/ai/v1")
    {
        Usage = StreamUsage.OnFinish,
        Envelope = Envelope,
        Errors =
        [
            new("10000", 401, "Authentication error") { Is = Unauthorized, Code = "10000" },
            new("9109", 403, "Unauthorized to access requested resource") { Code = "9109" },
            new("5007", 400, "No such model {model} or task") { Is = ModelNotFound, Code = "5007" },
            new("3042", 404, "Model not found") { Code = "3042" },
            new("5004", 400, "Invalid data") { Is = InvalidRequest, Code = "5004" },
            new("3003", 400, "Bad input") { Code = "3003" },
            new("3006", 413, "Request is too large") { Code = "3006" },
            new("5021", 413, "The estimated number of input tokens exceeded this model's context window limit") { Is = ContextLength, Code = "5021" },
            new("5018", 403, "Account is blocked") { Code = "5018" },
            new("3041", 403, "Account is not allowed to use this") { Code = "3041" },
            new("5016", 403, "User has not agreed to the model's terms") { Code = "5016" },
            new("3023", 403, "Access to the model is not allowed") { Code = "3023" },
            new("3007", 408, "Timeout") { Code = "3007" },
            new("3008", 408, "Aborted") { Code = "3008" },
            new("3036", 429, "You have used up your daily free allocation of 10,000 neurons") { Is = QuotaExhausted, Code = "3036" },
            new("3040", 429, "Out of capacity") { Is = Overloaded, Code = "3040" },
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter) => new()
    {
        ["errors"] = new JsonArray(new JsonObject { ["code"] = int.Parse(error.Code!, System.Globalization.CultureInfo.InvariantCulture), ["message"] = message }),
        ["success"] = false,
        ["result"] = null,
        ["messages"] = new JsonArray(),
    };
}
