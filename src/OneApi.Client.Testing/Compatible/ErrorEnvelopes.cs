using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Compatible;

/// <summary>The shapes of error bodies that several vendors share.</summary>
internal static class ErrorEnvelopes
{
    /// <summary><c>{"error":{message,type,param,code}}</c>.</summary>
    public static JsonObject OpenAI(VendorError error, string message, string? parameter) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = error.Type, ["param"] = parameter, ["code"] = error.Code },
    };

    /// <summary><c>{"error":{code: status, message, type}}</c>: the code is the status.</summary>
    public static JsonObject StatusAsCode(VendorError error, string message, string? parameter) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = error.Type, ["param"] = parameter, ["code"] = error.Status },
    };

    /// <summary><c>{"error":"text"}</c>.</summary>
    public static JsonObject Text(VendorError error, string message, string? parameter) => new() { ["error"] = message };

    /// <summary><c>{"message","type","param","code"}</c>, flat.</summary>
    public static JsonObject Flat(VendorError error, string message, string? parameter) => new()
    {
        ["message"] = message,
        ["type"] = error.Type,
        ["param"] = parameter,
        ["code"] = error.Code,
    };
}
