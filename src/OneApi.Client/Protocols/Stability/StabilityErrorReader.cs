using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Stability;

/// <summary>Reads <c>{"id","name","errors":[…]}</c>, and the plain <c>{"message"}</c> of a refused key.</summary>
internal static class StabilityErrorReader
{
    /// <summary>How long a key is shut out that asked too often; a header of the answer may say otherwise.</summary>
    private static readonly TimeSpan Blocked = TimeSpan.FromSeconds(60);

    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray());
            var root = document.RootElement;
            var words = string.Join("; ", root.Member("errors").Items().Select(static error => error.AsText() ?? error.ToString()));
            return new(status, root.Text("name"), null, words.Length > 0 ? words : root.Text("message"), status == 429 ? Blocked : null);
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }
}
