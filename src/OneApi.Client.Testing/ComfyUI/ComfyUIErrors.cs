using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.ComfyUI;

/// <summary>ComfyUI's errors: what is wrong with a workflow, and with which of its nodes (protocols/images.md §6).</summary>
internal static class ComfyUIErrors
{
    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Plain(401, "Unauthorized"),
        WireErrorKind.NotFound => Plain(404, "Not Found"),
        WireErrorKind.MethodNotAllowed => Plain(405, "Method Not Allowed"),
        WireErrorKind.ServerError => Plain(failure.Status, "Internal Server Error"),
        WireErrorKind.Overloaded => Plain(503, "Service Unavailable"),
        WireErrorKind.ModelNotFound => WordCode("value_not_in_list")!,
        WireErrorKind.InvalidRequest => Refusal("invalid_prompt", failure.Message ?? "Cannot execute because a node is missing the class_type property.", "Node ID '#3'"),
        _ => Plain(500, "The server has no such error."),
    };

    public static WireError? WordCode(string code) => code switch
    {
        "invalid_prompt" => Refusal(code, "Cannot execute because a node is missing the class_type property.", "Node ID '#3'"),
        "prompt_no_outputs" => Refusal(code, "Prompt has no outputs", ""),
        "no_prompt" => Refusal(code, "No prompt provided", "No prompt provided"),
        "missing_node_type" => Refusal(code, "Node type 'X' not found. The custom node may not be installed.", "Node ID '#3'"),
        "prompt_outputs_failed_validation" => NodeRefusal("3", "KSampler", "value_smaller_than_min", "Value smaller than min", "steps", "steps"),
        "value_not_in_list" => NodeRefusal("4", "CheckpointLoaderSimple", code, "Value not in list", "ckpt_name: 'x' not in y", "ckpt_name"),
        _ => null,
    };

    public static WireError Refusal(string type, string message, string details) => new(400, new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message, ["details"] = details, ["extra_info"] = new JsonObject() },
        ["node_errors"] = new JsonObject(),
    });

    public static WireError NodeRefusal(string node, string classType, string type, string message, string details, string input) => new(400, new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = "prompt_outputs_failed_validation", ["message"] = "Prompt outputs failed validation", ["details"] = "", ["extra_info"] = new JsonObject() },
        ["node_errors"] = new JsonObject
        {
            [node] = new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject { ["type"] = type, ["message"] = message, ["details"] = details, ["extra_info"] = new JsonObject { ["input_name"] = input } }),
                ["dependent_outputs"] = new JsonArray("9"),
                ["class_type"] = classType,
            },
        },
    });

    private static WireError Plain(int status, string words) => new(status, new JsonObject { ["error"] = words });
}
