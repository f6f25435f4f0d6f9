using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.ComfyUI;

/// <summary>What the server refuses a workflow for, in its own words.</summary>
internal static class ComfyUICheck
{
    private static readonly string[] Savers = ["SaveImage", "PreviewImage"];
    private static readonly string[] Checkpoints = ["sd_xl_base_1.0.safetensors"];

    public static WireError? Check(JsonElement graph, IList<string> models, Predicate<string> isUploaded)
    {
        if (!graph.IsObject())
        {
            return ComfyUIErrors.Refusal("no_prompt", "No prompt provided", "No prompt provided");
        }

        foreach (var node in graph.EnumerateObject())
        {
            if (node.Value.Member("class_type").TextOrNull() is null)
            {
                return ComfyUIErrors.Refusal("invalid_prompt", "Cannot execute because a node is missing the class_type property.", $"Node ID '#{node.Name}'");
            }
        }

        if (Saver(graph) is null)
        {
            return ComfyUIErrors.Refusal("prompt_no_outputs", "Prompt has no outputs", "");
        }

        var known = models.Count > 0 ? models : Checkpoints;
        var checkpoint = Find(graph, "CheckpointLoaderSimple").Member("ckpt_name").TextOrNull();
        if (checkpoint is not null && !known.Contains(checkpoint))
        {
            return ComfyUIErrors.NodeRefusal("4", "CheckpointLoaderSimple", "value_not_in_list", "Value not in list", $"ckpt_name: '{checkpoint}' not in {string.Join(", ", known)}", "ckpt_name");
        }

        var image = Find(graph, "LoadImage").Member("image").TextOrNull();

        return image is not null && !isUploaded(image)
            ? ComfyUIErrors.NodeRefusal("10", "LoadImage", "custom_validation_failed", "Custom validation failed for node", $"image - Invalid image file: {image}", "image")
            : null;
    }

    /// <summary>The inputs of the first node of a class.</summary>
    public static JsonElement Find(JsonElement graph, string type) =>
        graph.EnumerateObject().FirstOrDefault(node => node.Value.Member("class_type").TextOrNull() == type) is { Value.ValueKind: JsonValueKind.Object } found ? found.Value.Member("inputs") : default;

    public static string? Saver(JsonElement graph) =>
        graph.EnumerateObject().Where(static node => Savers.Contains(node.Value.Member("class_type").TextOrNull())).Select(static node => node.Name).FirstOrDefault();
}
