using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>The Hugging Face router (huggingface.co/docs/inference-providers): errors as one text, a model that loads.</summary>
internal static class HuggingFaceVendor
{
    public static readonly CompatibleVendor Row = new("huggingface", "/v1")
    {
        Key = "hf_fake0123456789abcdefghijklmnopqrstuv",
        HasEmbeddings = false,
        Envelope = Envelope,
        Errors =
        [
            new("400_provider", 400, "The requested model '{model}' is not supported by provider 'fake'"),
            new("401", 401, "Invalid username or password.") { Is = Unauthorized },
            new("402", 402, "You have exceeded your monthly included credits for Inference Providers.") { Is = QuotaExhausted },
            new("404", 404, "Not Found") { Is = ModelNotFound },
            new("429", 429, "Too Many Requests") { Is = RateLimited },
            new("503", 503, "Model {model} is currently loading") { Is = Overloaded },
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter)
    {
        var body = ErrorEnvelopes.Text(error, message, parameter);
        if (error.Status == 503)
        {
            body["estimated_time"] = 20.0;
        }

        return body;
    }
}
