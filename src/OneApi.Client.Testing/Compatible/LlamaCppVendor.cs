using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>llama.cpp's server (github.com/ggml-org/llama.cpp): the code is the status, timings, a model that loads.</summary>
internal static class LlamaCppVendor
{
    public static readonly CompatibleVendor Row = new("llamacpp", "/v1")
    {
        Key = "fake-llamacpp-0123456789abcdefghijkl",
        NeedsKey = false,
        Envelope = Envelope,
        ShapeAnswer = Timings,
        ShapeChunk = Chunk,
        Errors =
        [
            new("unavailable_error", 503, "Loading model") { Is = Overloaded, Type = "unavailable_error" },
            new("exceed_context_size_error", 400, "the request exceeds the available context size, try increasing it") { Is = ContextLength, Type = "exceed_context_size_error" },
            new("authentication_error", 401, "Invalid API Key") { Is = Unauthorized, Type = "authentication_error" },
            new("not_supported_error", 501, "This server does not support embeddings.") { Type = "not_supported_error" },
            new("invalid_request_error", 400, "Bad request") { Is = InvalidRequest, Type = "invalid_request_error" },
            new("server_error", 500, "Something failed") { Is = ServerError, Type = "server_error" },
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter)
    {
        var body = new JsonObject { ["code"] = error.Status, ["message"] = message, ["type"] = error.Type };
        if (error.Type is "exceed_context_size_error")
        {
            body["n_prompt_tokens"] = 9000;
            body["n_ctx"] = 4096;
        }

        return new() { ["error"] = body };
    }

    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        if (step.IsFinish)
        {
            Timings(chunk);
        }
    }

    private static void Timings(JsonObject answer) => answer["timings"] = new JsonObject
    {
        ["cache_n"] = 0,
        ["prompt_n"] = 4,
        ["prompt_ms"] = 12.5,
        ["predicted_n"] = 5,
        ["predicted_per_second"] = 80.25,
    };
}
