using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>LM Studio (lmstudio.ai/docs): errors as one text, unknown endpoints under 200.</summary>
internal static class LMStudioVendor
{
    public static readonly CompatibleVendor Row = new("lmstudio", "/v1")
    {
        Key = "lm-studio-fake-0123456789abcdefghijkl",
        NeedsKey = false,
        Envelope = ErrorEnvelopes.Text,
        Errors =
        [
            new("400_not_loaded", 400, "Model not loaded"),
            new("404_not_loaded", 404, "Model \"{model}\" is not loaded"),
            new("404", 404, "Model \"{model}\" not found") { Is = ModelNotFound },
            new("context_length", 400, "The number of tokens to keep from the initial prompt is greater than the context length.") { Is = ContextLength },
            new("unexpected_endpoint", 200, "Unexpected endpoint or method.") { Is = NotFound },
        ],
    };
}
