using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>DashScope with nothing but its images.</summary>
internal sealed class QwenImageWire : ImageWireBase
{
    public QwenImageWire(ImageScript script)
    {
        var images = new QwenImageRoutes(this, Files, script);
        Routes = [.. images.Routes, new("POST", "/api/v1/services/aigc/multimodal-generation/generation", images.AnswerAtOnce)];
    }

    public override string DefaultApiKey => "sk-fake-dashscope-images-0123456789abcdef";

    public override IReadOnlyList<WireRoute> Routes { get; }

    public override string? ModelOf(FakeRequest request) => request.Json.Member("model").TextOrNull();

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Error(401, "InvalidApiKey", "Invalid API-key provided."),
        WireErrorKind.RateLimited => Error(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
        WireErrorKind.QuotaExhausted => Error(400, "Arrearage", "Access denied, please make sure your account is in good standing."),
        WireErrorKind.ServerError => Error(failure.Status, "InternalError", "An internal error has occurred."),
        WireErrorKind.Overloaded => Error(503, "ModelUnavailable", "Model is unavailable, please try again later."),
        WireErrorKind.ModelNotFound => Error(400, "InvalidParameter", "Model not exist."),
        WireErrorKind.ContentFiltered => Error(400, "DataInspectionFailed", "Input data may contain inappropriate content."),
        WireErrorKind.NotFound => Error(404, "NotFound", "Not found."),
        _ => Error(400, failure.Code ?? "InvalidParameter", failure.Message ?? "A parameter is invalid."),
    };

    private WireError Error(int status, string code, string message) => new(status, new JsonObject { ["code"] = code, ["message"] = message, ["request_id"] = NextId("request-") });
}
