using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Replicate;

/// <summary>Replicate's predictions (protocols/images.md §7).</summary>
internal sealed class ReplicateWire : ImageWireBase
{
    private readonly ImageTasks _tasks;

    public ReplicateWire(ImageScript script)
    {
        _tasks = new(script);
        Routes =
        [
            new("POST", "/predictions", Create),
            new("POST", "/models/*/predictions", Create),
            new("POST", "/deployments/*/predictions", Create),
            new("POST", "/predictions/*/cancel", Cancel),
            new("GET", "/predictions/*", Get),
            Files.Route,
        ];
    }

    public override string BasePath => "/v1";

    public override string DefaultApiKey => "r8_fake0123456789abcdefghijklmnopqrstuvw";

    public override IReadOnlyList<WireRoute> Routes { get; }

    public override string? ModelOf(FakeRequest request)
    {
        const string Folder = "/models/";
        var path = LocalPath(request.Path) ?? "";

        return path.StartsWith(Folder, StringComparison.Ordinal) ? path[Folder.Length..].Replace("/predictions", "", StringComparison.Ordinal) : request.Json.Member("version").TextOrNull();
    }

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Error(401, "Unauthenticated", "You did not pass a valid authentication token"),
        WireErrorKind.RateLimited => Error(429, null, string.Create(CultureInfo.InvariantCulture, $"Request was throttled. Your rate limit resets in ~{failure.RetryAfterSeconds ?? 1}s.")),
        WireErrorKind.QuotaExhausted => Error(402, "Insufficient credit", "You have insufficient credit to run this model."),
        WireErrorKind.ServerError => Error(failure.Status, "Internal server error", "Something went wrong."),
        WireErrorKind.Overloaded => Error(503, "Service unavailable", "Try again later."),
        WireErrorKind.ModelNotFound or WireErrorKind.NotFound or WireErrorKind.MethodNotAllowed => Error(404, null, "The requested resource could not be found."),
        _ => Error(422, "Input validation failed", failure.Message ?? "- input.prompt is required"),
    };

    public override WireError? WordCode(string code, WireFailure failure) => code switch
    {
        "Invalid version or not permitted" => Error(422, code, "The specified version does not exist (or perhaps you don't have permission to use it?)"),
        "free time limit reached" => Error(402, "Free time limit reached", "Set up billing to run this model."),
        "forbidden" => Error(403, null, "You do not have permission to perform this action."),
        _ => null,
    };

    private WireAnswer Create(WireCall call)
    {
        var input = call.Json.Member("input");
        if (input.Member("prompt").TextOrNull() is not { Length: > 0 })
        {
            throw RequestRefusedException.Invalid("- input.prompt is required");
        }

        call.RequireKnownModel();
        var (width, height) = ImageSize.Parse(input.Member("aspect_ratio").TextOrNull(), ':') ?? (1, 1);
        var task = _tasks.Add(NextId("prediction"), width * 32, height * 32, call.IsEmptied ? 0 : input.Member("num_outputs").Int32OrNull() ?? 1, input.Member("seed").Int32OrNull() ?? 1);

        return WireAnswer.Json(Prediction(task, "starting", null, null, call.Request), status: 201);
    }

    private WireAnswer Get(WireCall call)
    {
        var task = Find(call.Request.Path[(call.Request.Path.LastIndexOf('/') + 1)..]);
        if (!task.Poll())
        {
            return WireAnswer.Json(Prediction(task, "processing", null, null, call.Request));
        }

        return WireAnswer.Json(task switch
        {
            { IsCancelled: true } => Prediction(task, "canceled", null, null, call.Request),
            { Outcome: FakeImageOutcome.Filtered } => Prediction(task, "failed", null, "NSFW content detected. Try running it again, or try a different prompt.", call.Request),
            { Outcome: FakeImageOutcome.Fails } => Prediction(task, "failed", null, "CUDA out of memory.", call.Request),
            _ => Prediction(task, "succeeded", new([.. Enumerable.Range(0, task.Count).Select(index => (JsonNode)Files.Add(task.Image(index), call.Request))]), null, call.Request),
        });
    }

    private WireAnswer Cancel(WireCall call)
    {
        var task = Find(call.Request.Path.Split('/')[^2]);
        task.IsCancelled = true;

        return WireAnswer.Json(Prediction(task, "canceled", null, null, call.Request));
    }

    private ImageTask Find(string id) => _tasks.Find(id) ?? throw new RequestRefusedException(WireErrorKind.NotFound, null, null, null);

    private static JsonObject Prediction(ImageTask task, string status, JsonArray? output, string? error, FakeRequest request)
    {
        var root = $"http://{request.Headers["Host"]}/v1/predictions/{task.Id}";

        return new()
        {
            ["id"] = task.Id,
            ["model"] = "owner/name",
            ["version"] = "v",
            ["status"] = status,
            ["input"] = new JsonObject(),
            ["output"] = output,
            ["error"] = error,
            ["logs"] = "",
            ["metrics"] = new JsonObject(),
            ["urls"] = new JsonObject { ["get"] = root, ["cancel"] = root + "/cancel" },
        };
    }

    private static WireError Error(int status, string? title, string detail)
    {
        var body = new JsonObject { ["detail"] = detail, ["status"] = status };
        if (title is not null)
        {
            body["title"] = title;
        }

        return new(status, body);
    }
}
