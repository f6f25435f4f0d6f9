using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>Words errors. One error has a shape for each service; what is common (code, message, sid) is kept, and shaped when it is sent.</summary>
internal static class SparkErrorWriter
{
    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => SparkWire.ServiceOf(failure.Request) is SparkService.Socket or SparkService.Embeddings
            ? Of(WordCode(SparkErrorTable.Unverified)!, failure)
            : Error(401, "invalid_api_key", "invalid api key: wrong APIPassword"),
        WireErrorKind.RateLimited => Code(11202),
        WireErrorKind.QuotaExhausted => Code(11200, "AppIdNoAuthError: the total volume of the licence is used up"),
        WireErrorKind.ServerError => Error(failure.Status, "10012", SparkErrorTable.MessageOf(10012)!),
        WireErrorKind.Overloaded => Code(10110),
        WireErrorKind.ModelNotFound => Code(10404),
        WireErrorKind.ContextLength => Code(10907),
        WireErrorKind.ContentFiltered => Code(10013),
        WireErrorKind.NotFound => Error(404, "404", "no Route matched with those values"),
        WireErrorKind.MethodNotAllowed => Error(405, "405", "method not allowed"),
        _ => Code(int.TryParse(failure.Code, CultureInfo.InvariantCulture, out var code) ? code : 10004, failure.Message),
    };

    /// <summary>The error of a code, or of a refused handshake.</summary>
    public static WireError? WordCode(string code)
    {
        if (SparkErrorTable.Handshake(code) is { } refusal)
        {
            return Error(refusal.Status, "", refusal.Message);
        }

        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && SparkErrorTable.MessageOf(number) is not null ? Code(number) : null;
    }

    /// <summary>The last frame of a socket: no payload, and nothing follows.</summary>
    public static JsonObject Frame(WireError error) => new()
    {
        ["header"] = new JsonObject
        {
            ["code"] = NumberOf(error),
            ["message"] = MessageOf(error),
            ["sid"] = SidOf(error),
            ["status"] = 2,
        },
    };

    public static JsonObject Flat(WireError error) => new()
    {
        ["code"] = NumberOf(error),
        ["message"] = MessageOf(error),
        ["sid"] = SidOf(error),
    };

    /// <summary>What the gate in front of the services says.</summary>
    public static JsonObject Plain(WireError error) => new() { ["message"] = MessageOf(error) };

    /// <summary>The code as text.</summary>
    public static JsonObject Nested(WireError error) => new()
    {
        ["error"] = new JsonObject { ["message"] = MessageOf(error), ["type"] = "api_error", ["code"] = error.Body["code"]!.GetValue<string>() },
    };

    private static WireError Of(WireError error, WireFailure failure)
        => failure.Message is { } message ? new(error.Status, new JsonObject { ["code"] = "", ["message"] = message }) : error;

    private static WireError Code(int code, string? message = null)
        => Error(200, code.ToString(CultureInfo.InvariantCulture), message ?? SparkErrorTable.MessageOf(code) ?? "error");

    private static WireError Error(int status, string code, string message) => new(status, new JsonObject { ["code"] = code, ["message"] = message });

    private static int NumberOf(WireError error) => int.TryParse(error.Body["code"]!.GetValue<string>(), CultureInfo.InvariantCulture, out var code) ? code : error.Status;

    private static string MessageOf(WireError error) => error.Body["message"]!.GetValue<string>();

    private static string SidOf(WireError error) => $"cht000fake@dx{error.Body["code"]!.GetValue<string>()}";
}
