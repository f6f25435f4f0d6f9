using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Ai360;

/// <summary>The chat of 360: OpenAI's, with a member more in its chunks and numbers for error codes.</summary>
internal sealed class Ai360Wire : OpenAIWire
{
    public override string DefaultApiKey => "fk0123456789abcdef.fake360";

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Make(401, "Incorrect API key provided"),
        WireErrorKind.RateLimited => Make(429, "Rate limit reached"),
        WireErrorKind.QuotaExhausted => Make(429, "您的余额不足"),
        WireErrorKind.ServerError => Make(failure.Status, "Internal server error"),
        WireErrorKind.Overloaded => Make(503, "The service is overloaded"),
        WireErrorKind.ModelNotFound => Make(404, "The model does not exist"),
        WireErrorKind.ContextLength => Make(400, "This model's maximum context length is 4096 tokens"),
        WireErrorKind.ContentFiltered => Make(400, "内容包含敏感信息"),
        WireErrorKind.NotFound => Make(404, "Not found"),
        WireErrorKind.MethodNotAllowed => Make(405, "Method not allowed"),
        _ => Make(400, failure.Message ?? "Invalid request"),
    };

    public override WireError? WordCode(string code, WireFailure failure) => code == "1001" ? Make(401, "Incorrect API key provided") : null;

    public override bool StreamsUsage(System.Text.Json.JsonElement request) => true;

    public override JsonObject ShapeChunk(JsonObject chunk)
    {
        chunk.Remove("service_tier");
        chunk.Remove("obfuscation");
        chunk["context"] = null;
        if (chunk["usage"] is JsonObject usage)
        {
            usage["first_token_time"] = 120;
        }

        return chunk;
    }

    private static WireError Make(int status, string message) => VendorError.Envelope(status, message, status >= 500 ? "server_error" : "invalid_request_error", "1001");
}
