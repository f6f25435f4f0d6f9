using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.WebUI;

/// <summary>Reads the server's own envelope (<c>error</c> is the name of an exception, <c>detail</c> or <c>errors</c> its words) and FastAPI's.</summary>
internal static class WebUIErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray());
            var root = document.RootElement;
            return new(status, root.Text("error"), null, Detail(root.Member("detail")) ?? root.Text("errors") ?? root.Text("message"));
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    private static string? Detail(JsonElement detail) => detail.ValueKind switch
    {
        JsonValueKind.Array => string.Join("; ", detail.EnumerateArray().Select(static item => item.Text("msg") ?? item.ToString())),
        JsonValueKind.Object => detail.ToString(),
        _ => detail.AsText(),
    };
}
