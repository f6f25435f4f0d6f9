using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.StableDiffusion;

/// <summary>The WebUI's errors: its own envelope, and FastAPI's (protocols/images.md §5).</summary>
internal static class StableDiffusionErrors
{
    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Http(401, "Incorrect username or password"),
        WireErrorKind.NotFound => FastApi(404, "Not Found"),
        WireErrorKind.MethodNotAllowed => FastApi(405, "Method Not Allowed"),
        WireErrorKind.ServerError => Own(failure.Status, "RuntimeError", "An error of the server."),
        WireErrorKind.ModelNotFound => Own(500, "RuntimeError", "Unknown checkpoint: it could not be loaded"),
        WireErrorKind.Overloaded => Own(500, "OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB"),
        WireErrorKind.InvalidRequest => WordCode(failure.Code ?? "validation") ?? Http(400, failure.Message ?? "Sampler not found"),
        _ => Own(500, "RuntimeError", "The server has no such error."),
    };

    public static WireError? WordCode(string code) => code switch
    {
        "Sampler not found" => Http(400, code),
        "Init image not found" => Http(404, code),
        "Script not found" => Http(422, "Script 'x' not found"),
        "validation" => new(422, new JsonObject { ["detail"] = new JsonArray(new JsonObject { ["loc"] = new JsonArray("body"), ["msg"] = "Input should be a valid dictionary", ["type"] = "dict_type" }) }),
        "Invalid encoded image" or "Invalid image url" or "Requests not allowed" => Http(500, code),
        "OutOfMemoryError" => Own(500, code, "CUDA out of memory. Tried to allocate 2.00 GiB"),
        "RuntimeError" => Own(500, code, "checkpoint could not be loaded"),
        "Bad Gateway" => FastApi(502, code),
        "Gateway Timeout" => FastApi(504, code),
        _ => null,
    };

    private static WireError Http(int status, string detail) => new(status, new JsonObject { ["error"] = "HTTPException", ["detail"] = detail, ["body"] = "", ["errors"] = "" });

    private static WireError Own(int status, string error, string words) => new(status, new JsonObject { ["error"] = error, ["detail"] = "", ["body"] = "", ["errors"] = words });

    private static WireError FastApi(int status, string detail) => new(status, new JsonObject { ["detail"] = detail });
}
