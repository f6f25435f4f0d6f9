using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>vLLM (docs.vllm.ai): the code is the status, empty lists of tool calls, <c>[DONE]</c> after an error.</summary>
internal static class VLlmVendor
{
    public static readonly CompatibleVendor Row = new("vllm", "/v1")
    {
        Key = "token-fake-0123456789abcdefghijkl",
        NeedsKey = false,
        IdPrefixes = ("chatcmpl-0fa", "chatcmpl-tool-0fa"),
        ReasoningField = "reasoning",
        DoneAfterError = true,
        Envelope = Envelope,
        ShapeAnswer = Shape,
        Errors =
        [
            new("context_length", 400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens. Please reduce the length of the messages or completion.") { Is = ContextLength, Type = "BadRequestError" },
            new("tool_choice", 400, "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set") { Type = "BadRequestError" },
            new("BadRequestError", 400, "Bad request.") { Is = InvalidRequest, Type = "BadRequestError" },
            new("401", 401, "Unauthorized") { Is = Unauthorized },
            new("NotFoundError", 404, "The model `{model}` does not exist.") { Is = ModelNotFound, Type = "NotFoundError" },
            new("InternalServerError", 500, "EngineCore encountered an issue.") { Is = ServerError, Type = "InternalServerError" },
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter) =>
        error.Status == 401 ? ErrorEnvelopes.Text(error, message, parameter) : ErrorEnvelopes.StatusAsCode(error, message, parameter);

    private static void Shape(JsonObject answer)
    {
        var choice = answer["choices"]![0]!;
        choice["stop_reason"] = null;
        choice["message"]!["tool_calls"] ??= new JsonArray();
        answer["kv_transfer_params"] = null;
        answer["prompt_logprobs"] = null;
    }
}
