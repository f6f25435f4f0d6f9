using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>DashScope's images: tasks, and the models that answer at once (protocols/qwen.md §14).</summary>
internal sealed class QwenImageRoutes(ProviderWire wire, ImageFiles files, ImageScript script)
{
    private readonly ImageTasks _tasks = new(script);

    public IEnumerable<WireRoute> Routes =>
    [
        new("POST", "/api/v1/services/aigc/text2image/image-synthesis", Submit),
        new("POST", "/api/v1/services/aigc/image2image/image-synthesis", Submit),
        new("GET", "/api/v1/tasks/*", Task),
        files.Route,
    ];

    /// <summary>Says whether the multimodal endpoint answers a model with images, and not with text.</summary>
    public static bool MakesImages(string? model) => model is not null && (model.Contains("image", StringComparison.Ordinal) || model.StartsWith("wan", StringComparison.Ordinal));

    /// <summary>The multimodal endpoint's answer for such a model.</summary>
    public WireAnswer AnswerAtOnce(WireCall call)
    {
        QwenCheck.RefuseAsync(call.Request);
        var content = call.Json.Member("input").Member("messages").Items().LastOrDefault().Member("content");
        if (!content.Items().Any(static item => item.Member("text").TextOrNull() is not null))
        {
            throw RequestRefusedException.Invalid("Required parameter(text) missing or invalid, please check the request parameters.");
        }

        call.RequireKnownModel();
        if (script.Outcome == FakeImageOutcome.Fails)
        {
            throw new RequestRefusedException(WireErrorKind.ServerError, null, null, null);
        }

        var (width, height) = SizeOf(call.Json);
        JsonObject item = script.Outcome switch
        {
            FakeImageOutcome.Filtered => new() { ["text"] = "The content is inappropriate: data_inspection_failed." },
            _ when call.IsEmptied => new() { ["text"] = "No image was made." },
            _ => new() { ["image"] = files.Add(SamplePng.Make(width, height, 1), call.Request) },
        };

        return WireAnswer.Json(new JsonObject
        {
            ["request_id"] = wire.NextId("fake-request-"),
            ["output"] = new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["finish_reason"] = "stop", ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray(item) } }) },
            ["usage"] = new JsonObject { ["image_count"] = 1, ["width"] = width, ["height"] = height },
        });
    }

    private WireAnswer Submit(WireCall call)
    {
        if (call.Request.Headers.GetValueOrDefault("X-DashScope-Async") != "enable")
        {
            throw new RequestRefusedException(WireErrorKind.InvalidRequest, "current user api does not support synchronous calls", null, "AccessDenied");
        }

        QwenCheck.RequireObjectWithModel(call.Json);
        if (call.Json.Member("input").Member("prompt").TextOrNull() is not { Length: > 0 })
        {
            throw RequestRefusedException.Invalid("prompt is required");
        }

        call.RequireKnownModel();
        var count = call.Json.Member("parameters").Member("n").Int32OrNull() ?? 1;
        if (count is < 1 or > 4)
        {
            throw RequestRefusedException.Invalid("n must be between 1 and 4");
        }

        var (width, height) = SizeOf(call.Json);
        var task = _tasks.Add(wire.NextId("fake-task-"), width, height, call.IsEmptied ? 0 : count, call.Json.Member("parameters").Member("seed").Int32OrNull() ?? 1);

        return WireAnswer.Json(new JsonObject
        {
            ["output"] = new JsonObject { ["task_status"] = "PENDING", ["task_id"] = task.Id },
            ["request_id"] = wire.NextId("fake-request-"),
        });
    }

    private WireAnswer Task(WireCall call)
    {
        var id = call.Request.Path[(call.Request.Path.LastIndexOf('/') + 1)..];
        var output = new JsonObject { ["task_id"] = id };
        var task = _tasks.Find(id);
        if (task is null)
        {
            output["task_status"] = "UNKNOWN";
        }
        else if (!task.Poll())
        {
            output["task_status"] = "RUNNING";
            output["task_metrics"] = Metrics(task.Count, 0, 0);
        }
        else
        {
            End(output, task, call);
        }

        return WireAnswer.Json(new JsonObject { ["request_id"] = wire.NextId("fake-request-"), ["output"] = output, ["usage"] = new JsonObject { ["image_count"] = task?.Count ?? 0 } });
    }

    private void End(JsonObject output, ImageTask task, WireCall call)
    {
        if (task.Outcome is FakeImageOutcome.Fails or FakeImageOutcome.Filtered)
        {
            output["task_status"] = "FAILED";
            output["code"] = task.Outcome == FakeImageOutcome.Fails ? "InternalError.Timeout" : "DataInspectionFailed";
            output["message"] = task.Outcome == FakeImageOutcome.Fails ? "An internal timeout error has occurred during execution." : "Output data may contain inappropriate content.";
            output["task_metrics"] = Metrics(task.Count, 0, task.Count);

            return;
        }

        output["task_status"] = "SUCCEEDED";
        output["task_metrics"] = Metrics(task.Count, task.Count, 0);
        output["results"] = new JsonArray([.. Enumerable.Range(0, task.Count).Select(index => new JsonObject
        {
            ["orig_prompt"] = "as asked",
            ["actual_prompt"] = "as made",
            ["url"] = files.Add(task.Image(index), call.Request),
        })]);
    }

    private static JsonObject Metrics(int total, int succeeded, int failed) => new() { ["TOTAL"] = total, ["SUCCEEDED"] = succeeded, ["FAILED"] = failed };

    private static (int Width, int Height) SizeOf(JsonElement body) => ImageSize.Parse(body.Member("parameters").Member("size").TextOrNull(), '*') ?? (1024, 1024);
}
