using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>NVIDIA NIM (docs.api.nvidia.com): details instead of error objects, a wrong key under 403.</summary>
internal static class NvidiaVendor
{
    public static readonly CompatibleVendor Row = new("nvidia", "/v1")
    {
        Key = "nvapi-fake0123456789abcdefghijklmnopqrstuv",
        Envelope = Envelope,
        Errors =
        [
            new("403_authorization_failed", 403, "Authorization failed") { Is = Unauthorized, Type = "Forbidden" },
            new("401", 401, "Authentication failed") { Type = "Unauthorized" },
            new("403", 403, "No access to this function") { Type = "Forbidden" },
            new("402", 402, "The account has no credits left.") { Is = QuotaExhausted },
            new("404", 404, "Not found for account") { Is = ModelNotFound, Type = "Not Found" },
            new("422", 422, "Field required") { Is = InvalidRequest },
            new("429", 429, "Too many requests") { Is = RateLimited, Type = "Too Many Requests" },
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter) => error.Status switch
    {
        402 => new() { ["detail"] = message },
        422 => new() { ["detail"] = new JsonArray(new JsonObject { ["type"] = "value_error", ["loc"] = new JsonArray("body", parameter), ["msg"] = message }) },
        _ => new() { ["status"] = error.Status, ["title"] = error.Type, ["detail"] = message },
    };
}
