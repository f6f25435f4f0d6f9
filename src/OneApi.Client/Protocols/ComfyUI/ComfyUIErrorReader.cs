using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.ComfyUI;

/// <summary>Reads a refused workflow: the error, and what is wrong with its nodes, where a checkpoint that the server lacks says more than the error itself.</summary>
internal static class ComfyUIErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray());
            return Read(status, document.RootElement);
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    private static ProviderFault Read(int? status, JsonElement root)
    {
        var error = root.Member("error");
        var nodes = NodeErrors(root.Member("node_errors")).ToArray();
        var missing = Array.Find(nodes, static node => node.Text("type") is "value_not_in_list");
        if (missing.ValueKind == JsonValueKind.Object)
        {
            return new(status, "value_not_in_list", null, Words(missing));
        }

        var message = error.ValueKind == JsonValueKind.String ? error.AsText() : Words(error);
        return new(status, error.Text("type"), null, string.Join("; ", nodes.Select(Words).Prepend(message).Where(static words => words is not null)) is { Length: > 0 } all ? all : null);
    }

    private static IEnumerable<JsonElement> NodeErrors(JsonElement nodes) =>
        nodes.ValueKind == JsonValueKind.Object ? nodes.EnumerateObject().SelectMany(static node => node.Value.Member("errors").Items()) : [];

    private static string? Words(JsonElement error) => (error.Text("message"), error.Text("details")) switch
    {
        (null, var details) => details,
        (var message, null) => message,
        var (message, details) => message + ": " + details,
    };
}
