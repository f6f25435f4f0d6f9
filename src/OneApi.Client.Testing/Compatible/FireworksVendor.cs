using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Fireworks AI (docs.fireworks.ai): prompt tokens in headers, a suspended account under 412.</summary>
internal static class FireworksVendor
{
    public static readonly CompatibleVendor Row = new("fireworks", "/inference/v1")
    {
        Key = "fw_fake0123456789abcdefghijklmnopqrstuv",
        Usage = StreamUsage.OnFinish,
        Headers = [new("fireworks-prompt-tokens", "1"), new("fireworks-cached-prompt-tokens", "0")],
        Errors =
        [
            new("400", 400, "Invalid request.") { Is = InvalidRequest },
            new("401", 401, "Unauthorized") { Is = Unauthorized },
            new("403", 403, "Forbidden"),
            new("402", 402, "Payment required.") { Is = QuotaExhausted },
            new("404", 404, "Model not found, inaccessible, and/or not deployed") { Is = ModelNotFound },
            new("408", 408, "Request timeout"),
            new("504", 504, "Gateway timeout"),
            new("412", 412, "Account is suspended"),
            new("413", 413, "Payload too large"),
            new("429", 429, "Too many requests") { Is = RateLimited },
            new("503", 503, "Service unavailable") { Is = Overloaded },
        ],
    };
}
