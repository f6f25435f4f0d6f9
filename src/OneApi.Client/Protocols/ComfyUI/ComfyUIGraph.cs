using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.ComfyUI;

/// <summary>Puts a call's settings into the inputs of the workflow that were named for them. What has no input is told as a warning.</summary>
internal static class ComfyUIGraph
{
    public static void Check(ImageRequest request, ImageWorkflow workflow)
    {
        for (var i = 0; i < request.Originals.Count; i++)
        {
            if (!workflow.Inputs.ContainsKey(ImageInput(i)) || request.Originals[i] is not DataContent)
            {
                throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), $"The workflow takes no image under '{ImageInput(i)}', or it is not data.");
            }
        }

        if (request.Size is not null && !(workflow.Inputs.ContainsKey("width") && workflow.Inputs.ContainsKey("height")))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.ImageSize), "The workflow has no inputs named for width and height.");
        }

        if (request.Count > 1 && RunsOf(request, workflow) == 1 && !workflow.Inputs.ContainsKey("count"))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.Count), "The workflow has no input named for the count, nor for a seed without which every run gives the same image.");
        }

        foreach (var name in request.Options?.AdditionalProperties?.Keys ?? [])
        {
            if (!workflow.Inputs.ContainsKey(name))
            {
                request.Warnings.NotHonoured(name, "The workflow has no input of this name.");
            }
        }
    }

    /// <summary>Several images are one run where the workflow has an input for the count, else a run for each with another seed.</summary>
    public static int RunsOf(ImageRequest request, ImageWorkflow workflow) =>
        workflow.Inputs.ContainsKey("count") || !workflow.Inputs.ContainsKey("seed") ? 1 : request.Count;

    /// <summary>The graph of one run, and the seed that stands in it.</summary>
    public static (JsonObject Graph, long? Seed) Fill(ImageRequest request, ImageWorkflow workflow, string[] images)
    {
        var graph = request.Raw?.DeepClone().AsObject() ?? workflow.NewGraph();
        long? seed = null;
        foreach (var (name, (node, input)) in workflow.Inputs)
        {
            if (graph[node]?["inputs"] is not JsonObject inputs || ValueOf(name, request, images) is not { } value)
            {
                continue;
            }

            inputs[input] = value;
            if (name.Equals("seed", StringComparison.OrdinalIgnoreCase) && long.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var used))
            {
                seed = used;
            }
        }

        return (graph, seed);
    }

    public static string ImageInput(int index) => index == 0 ? "image" : string.Create(CultureInfo.InvariantCulture, $"image{index + 1}");

    /// <summary>What goes into an input, or null where the workflow's own value stays.</summary>
    private static JsonNode? ValueOf(string name, ImageRequest request, string[] images)
    {
        if (Own(name, request) is { } own)
        {
            return own;
        }

        switch (name.ToUpperInvariant())
        {
            case "PROMPT":
                return request.Prompt;
            case "WIDTH":
                return request.Size?.Width;
            case "HEIGHT":
                return request.Size?.Height;
            case "COUNT":
                return request.Options?.Count;
            case "SEED":
                // The server gives the last run's images again for an unchanged graph.
                return RandomNumberGenerator.GetInt32(int.MaxValue);
        }

        for (var i = 0; i < images.Length; i++)
        {
            if (name.Equals(ImageInput(i), StringComparison.OrdinalIgnoreCase))
            {
                return images[i];
            }
        }

        return null;
    }

    private static JsonNode? Own(string name, ImageRequest request) =>
        request.Options?.AdditionalProperties?.TryGetValue(name, out var value) == true
            ? value switch
            {
                null => null,
                string text => JsonValue.Create(text),
                _ => JsonNode.Parse(TextOf(value)),
            }
            : null;

    private static string TextOf(object value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            JsonWrite.Value(writer, value);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
