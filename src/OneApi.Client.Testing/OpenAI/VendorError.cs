using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>One row of a vendor's error table: what comes with a code.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">The vendor's words.</param>
internal readonly record struct VendorError(int Status, string Message)
{
    /// <summary><c>{"error":{"message","type"}}</c>, with a code where there is one.</summary>
    public static WireError Envelope(int status, string message, string type, string? code = null)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = type };

        if (code is not null)
        {
            error["code"] = code;
        }

        return new(status, new JsonObject { ["error"] = error });
    }
}
