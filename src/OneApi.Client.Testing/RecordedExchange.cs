using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing;

/// <summary>One recorded HTTP exchange with a provider.</summary>
public sealed record RecordedExchange
{
    /// <summary>Gets the request's HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the request's URL; its path is compared from the end, its host and query not at all.</summary>
    public required Uri Url { get; init; }

    /// <summary>Gets the request's body as it was recorded: a JSON value.</summary>
    /// <value>An element of kind <see cref="JsonValueKind.Undefined"/> when there was none or it was not recorded.</value>
    public JsonElement RequestBody { get; init; }

    /// <summary>Gets the answer's HTTP status.</summary>
    /// <value>The default is 200.</value>
    public int StatusCode { get; init; } = 200;

    /// <summary>Gets the answer's headers.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the answer's body, byte for byte.</summary>
    public required ReadOnlyMemory<byte> ResponseBody { get; init; }

    /// <summary>Loads a recording: <c>{"exchanges":[{"request":{"method","url","body"},"response":{"status","headers","body_text"|"body_base64"}}]}</c>.</summary>
    /// <param name="file">The path of the JSON file.</param>
    /// <returns>Its exchanges, in order.</returns>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    /// <exception cref="InvalidDataException">An exchange lacks its method, URL, status or body.</exception>
    public static IReadOnlyList<RecordedExchange> Load(string file)
    {
        ArgumentNullException.ThrowIfNull(file);

        var recording = JsonElement.Parse(File.ReadAllBytes(file));
        var exchanges = recording.Member("exchanges").Items().ToList();

        return exchanges.Count > 0
            ? [.. exchanges.Select(exchange => Read(exchange.Member("request"), exchange.Member("response"), file))]
            : throw new InvalidDataException($"'{file}' has no exchanges.");
    }

    private static RecordedExchange Read(JsonElement request, JsonElement response, string file)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        if (response.Member("headers").IsObject())
        {
            foreach (var header in response.Member("headers").EnumerateObject())
            {
                headers[header.Name] = header.Value.GetString() ?? "";
            }
        }

        return new RecordedExchange
        {
            Method = request.Member("method").TextOrNull() ?? throw Missing("request.method", file),
            Url = new Uri(request.Member("url").TextOrNull() ?? throw Missing("request.url", file)),
            RequestBody = request.Member("body"),
            StatusCode = response.Member("status").Int32OrNull() ?? throw Missing("response.status", file),
            ResponseHeaders = headers,
            ResponseBody = Body(response) ?? throw Missing("response.body_text or body_base64", file),
        };
    }

    private static byte[]? Body(JsonElement response)
        => response.Member("body_text").TextOrNull() is { } text ? System.Text.Encoding.UTF8.GetBytes(text)
            : response.Member("body_base64").TextOrNull() is { } base64 ? Convert.FromBase64String(base64)
            : null;

    private static InvalidDataException Missing(string what, string file) => new($"An exchange of '{file}' has no {what}.");
}
