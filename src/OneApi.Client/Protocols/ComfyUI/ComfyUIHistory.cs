using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.ComfyUI;

/// <summary>Reads <c>/history/{id}</c>: empty until the run has ended, then its files, or what it broke on.</summary>
internal static class ComfyUIHistory
{
    /// <summary>The files; null while the run goes on.</summary>
    /// <exception cref="OneApiException">The run has failed.</exception>
    public static ComfyUIFile[]? Read(WireReply reply, ImageRequest request, ImageWorkflow workflow, string id)
    {
        using var document = reply.ToJson();
        var run = document.RootElement.Member(id);
        var status = run.Member("status");
        if (run.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (status.Text("status_str") is "error")
        {
            throw ProviderFaults.ToException(request.Endpoint, FaultOf(status));
        }

        if (status.Member("completed").ValueKind == JsonValueKind.False)
        {
            return null;
        }

        var files = FilesOf(run.Member("outputs"), workflow).ToArray();
        var saved = Array.FindAll(files, static file => file.Type == "output");
        return saved.Length > 0 ? saved : files; // previews only where nothing was saved
    }

    private static IEnumerable<ComfyUIFile> FilesOf(JsonElement outputs, ImageWorkflow workflow)
    {
        if (outputs.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var node in outputs.EnumerateObject())
        {
            if (workflow.Output is { } only && only != node.Name)
            {
                continue;
            }

            foreach (var image in node.Value.Member("images").Items())
            {
                if (image.Text("filename") is { } name)
                {
                    yield return new(node.Name, name, image.Text("subfolder") ?? string.Empty, image.Text("type") ?? "output");
                }
            }
        }
    }

    /// <summary>The run's messages are pairs of a word and its data.</summary>
    private static ProviderFault FaultOf(JsonElement status)
    {
        foreach (var message in status.Member("messages").Items())
        {
            var word = message.Items().ElementAtOrDefault(0).AsText();
            var data = message.Items().ElementAtOrDefault(1);
            if (word is "execution_error")
            {
                var type = data.Text("exception_type");
                return new(null, type?[(type.LastIndexOf('.') + 1)..], word, data.Text("exception_message"));
            }

            if (word is "execution_interrupted")
            {
                return new(null, word, null, null);
            }
        }

        return new(null, "execution_error", null, null);
    }
}
