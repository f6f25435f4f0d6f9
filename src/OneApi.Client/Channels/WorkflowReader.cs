using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Protocols;

namespace OneApi.Client.Channels;

/// <summary>Reads workflows and finds what is wrong with them: a graph that is none, an input that no node has.</summary>
internal static class WorkflowReader
{
    /// <summary>The workflows of a configuration that was found valid.</summary>
    public static IReadOnlyDictionary<string, ImageWorkflow> ReadAll(ChannelConfig channel)
    {
        if (channel.Workflows.Count == 0)
        {
            return FrozenDictionary<string, ImageWorkflow>.Empty;
        }

        var errors = new List<string>();
        var read = channel.Workflows.Select(entry => (entry.Key, Workflow: Read(entry.Value, entry.Key, errors))).ToArray();
        return errors.Count == 0
            ? read.ToFrozenDictionary(static entry => entry.Key, static entry => entry.Workflow!, StringComparer.OrdinalIgnoreCase)
            : throw new InvalidOperationException(errors[0]); // a file was edited since it was checked
    }

    public static ImageWorkflow? Read(WorkflowConfig config, string path, List<string> errors)
    {
        if (TextOf(config, path, errors) is not { } text || GraphOf(text, path, errors) is not { } graph)
        {
            return null;
        }

        var before = errors.Count;
        var inputs = new Dictionary<string, (string Node, string Input)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, target) in config.Inputs)
        {
            if (TargetOf(graph, target, $"{path}:Inputs:{name}", errors) is { } found)
            {
                inputs[name] = found;
            }
        }

        if (!config.Inputs.ContainsKey("prompt"))
        {
            errors.Add($"{path}:Inputs:prompt: is missing; name the input that takes the prompt, such as '6.text'.");
        }

        if (config.Output is { Length: > 0 } output && !graph.ContainsKey(output))
        {
            errors.Add($"{path}:Output: the workflow has no node '{output}'; use one of {string.Join(", ", graph.Select(static node => node.Key))}.");
        }

        return errors.Count == before ? new(text, inputs.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), config.Output is { Length: > 0 } node ? node : null) : null;
    }

    private static string? TextOf(WorkflowConfig config, string path, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(config.File) == string.IsNullOrWhiteSpace(config.Json))
        {
            errors.Add($"{path}: needs either File or Json, and not both.");
            return null;
        }

        if (config.Json is { Length: > 0 } text)
        {
            return text;
        }

        try
        {
            return File.ReadAllText(config.File!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add($"{path}:File: '{config.File}' can't be read ({error.GetType().Name}); name a file with a workflow in API format.");
            return null;
        }
    }

    private static JsonObject? GraphOf(string text, string path, List<string> errors)
    {
        JsonObject? graph;
        try
        {
            graph = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            graph = null;
        }

        var isGraph = graph is { Count: > 0 } && graph.All(static node => node.Value is JsonObject one && one["class_type"] is JsonValue && one["inputs"] is JsonObject);
        if (!isGraph)
        {
            errors.Add($"{path}: is not a workflow in API format; export it from ComfyUI with 'Export (API)'.");
        }

        return isGraph ? graph : null;
    }

    private static (string Node, string Input)? TargetOf(JsonObject graph, string? target, string path, List<string> errors)
    {
        // A node's id may hold a colon (subgraphs), an input's name no dot.
        var dot = target?.LastIndexOf('.') ?? -1;
        if (dot <= 0 || dot == target!.Length - 1)
        {
            errors.Add($"{path}: '{target}' is not an input of a node; use one like '6.text'.");
            return null;
        }

        var (node, input) = (target[..dot], target[(dot + 1)..]);
        if (graph[node] is not JsonObject found)
        {
            errors.Add($"{path}: the workflow has no node '{node}'; use one of {string.Join(", ", graph.Select(static known => known.Key))}.");
            return null;
        }

        if (found["inputs"] is not JsonObject inputs || !inputs.ContainsKey(input))
        {
            errors.Add($"{path}: node '{node}' has no input '{input}'; use one of {string.Join(", ", (found["inputs"] as JsonObject ?? []).Select(static known => known.Key))}.");
            return null;
        }

        return (node, input);
    }
}
