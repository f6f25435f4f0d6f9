using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>What a model's name says: which endpoint serves it, and whether it thinks unasked.</summary>
internal static class DashScopeModel
{
    /// <summary>Parts of the names of models that see, hear or draw (<c>qwen-vl-max</c>, <c>qwen2-audio-instruct</c>, <c>qwen-image-plus</c>).</summary>
    private static readonly string[] MultimodalParts = ["vl", "audio", "omni", "ocr", "asr", "image"];

    public static bool IsMultimodal(string model)
    {
        if (Begins(model, "qvq") || Begins(model, "wan2.6"))
        {
            return true;
        }

        foreach (var part in model.AsSpan().Split('-'))
        {
            foreach (var known in MultimodalParts)
            {
                if (model.AsSpan()[part].Equals(known, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Media in the history go to the multimodal endpoint, whatever the model's name says (protocols/qwen.md §8).</summary>
    public static bool IsMultimodal(ChatRequest request)
    {
        if (IsMultimodal(request.Model))
        {
            return true;
        }

        foreach (var message in request.Messages)
        {
            foreach (var content in message.Contents)
            {
                if (message.Role != ChatRole.Assistant && DashScopeContentWriter.KindOf(content) is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// True for models that think unless they are told not to: the reasoning ones, and Qwen3's open weights
    /// (their names carry a size), which answer 400 to a call that is not streamed (protocols/qwen.md §7; which models is unconfirmed).
    /// </summary>
    public static bool ThinksUnasked(string model) =>
        Begins(model, "qwq")
        || Begins(model, "qvq")
        || model.Contains("-thinking", StringComparison.OrdinalIgnoreCase)
        || (Begins(model, "qwen3-") && model.Length > "qwen3-".Length && char.IsAsciiDigit(model["qwen3-".Length]) && !model.Contains("instruct", StringComparison.OrdinalIgnoreCase));

    private static bool Begins(string model, string prefix) => model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
