using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.ComfyUI;

/// <summary>ComfyUI's API (protocols/images.md §6).</summary>
internal sealed class ComfyUIWire : ImageWireBase
{
    private readonly ImageTasks _tasks;
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _outputs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _savers = new(StringComparer.Ordinal);
    private volatile string _exceptionType = "torch.OutOfMemoryError";

    public ComfyUIWire(ImageScript script)
    {
        _tasks = new(script);
        Routes =
        [
            new("POST", "/prompt", Queue),
            new("GET", "/history/*", History),
            new("GET", "/view", View),
            new("POST", "/upload/image", Upload),
            new("GET", "/queue", ReadQueue),
            new("POST", "/queue", Delete),
            new("POST", "/interrupt", Interrupt),
        ];
    }

    public override string DefaultApiKey => "";

    public override IReadOnlyList<WireRoute> Routes { get; }

    public string ExceptionType
    {
        get => _exceptionType;
        set => _exceptionType = value;
    }

    public override bool IsAuthorized(FakeRequest request, string apiKey) => apiKey.Length == 0 || base.IsAuthorized(request, apiKey);

    public override string? ModelOf(FakeRequest request) => null;

    public override WireError WordError(WireFailure failure) => ComfyUIErrors.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => ComfyUIErrors.WordCode(code);

    private WireAnswer Queue(WireCall call)
    {
        var graph = call.Json.Member("prompt");
        if (ComfyUICheck.Check(graph, call.Options.Models, _uploads.ContainsKey) is { } refusal)
        {
            return WireAnswer.Json(refusal.Body, status: refusal.Status);
        }

        var id = NextId("prompt-");
        var latent = ComfyUICheck.Find(graph, "EmptyLatentImage");
        var seed = ComfyUICheck.Find(graph, "KSampler").Member("seed");
        _savers[id] = ComfyUICheck.Saver(graph)!;
        _tasks.Add(
            id,
            latent.Member("width").Int32OrNull() ?? 64,
            latent.Member("height").Int32OrNull() ?? 64,
            call.IsEmptied ? 0 : latent.Member("batch_size").Int32OrNull() ?? 1,
            seed.ValueKind is JsonValueKind.Number ? seed.GetInt64() : 1);

        return WireAnswer.Json(new JsonObject { ["prompt_id"] = id, ["number"] = 1, ["node_errors"] = new JsonObject() });
    }

    private WireAnswer History(WireCall call)
    {
        var id = call.Request.Path[(call.Request.Path.LastIndexOf('/') + 1)..];
        if (_tasks.Find(id) is not { } task || !task.Poll())
        {
            return WireAnswer.Json(new JsonObject());
        }

        return WireAnswer.Json(new JsonObject { [id] = task.Outcome == FakeImageOutcome.Fails || task.IsCancelled ? Broken(task) : Done(task) });
    }

    private JsonObject Done(ImageTask task)
    {
        var images = new JsonArray();
        for (var i = 0; i < task.Count; i++)
        {
            var name = $"{task.Id}_{i:D5}_.png";
            _outputs[name] = task.Image(i);
            images.Add(new JsonObject { ["filename"] = name, ["subfolder"] = "gateway", ["type"] = "output" });
        }

        return new()
        {
            ["prompt"] = new JsonArray(),
            ["outputs"] = new JsonObject { [_savers[task.Id]] = new JsonObject { ["images"] = images } },
            ["status"] = new JsonObject { ["status_str"] = "success", ["completed"] = true, ["messages"] = new JsonArray() },
        };
    }

    private JsonObject Broken(ImageTask task)
    {
        var message = task.IsCancelled
            ? new JsonArray("execution_interrupted", new JsonObject { ["prompt_id"] = task.Id, ["node_id"] = "3" })
            : new JsonArray("execution_error", new JsonObject { ["prompt_id"] = task.Id, ["node_id"] = "3", ["node_type"] = "KSampler", ["exception_type"] = ExceptionType, ["exception_message"] = "The run broke.", ["traceback"] = new JsonArray() });

        return new()
        {
            ["prompt"] = new JsonArray(),
            ["outputs"] = new JsonObject(),
            ["status"] = new JsonObject { ["status_str"] = "error", ["completed"] = false, ["messages"] = new JsonArray(new JsonArray("execution_start", new JsonObject { ["prompt_id"] = task.Id }), message) },
        };
    }

    private WireAnswer View(WireCall call)
    {
        var query = call.Request.Query;
        var isKnown = query.GetValueOrDefault("type") == "output" && query.GetValueOrDefault("subfolder") == "gateway";

        return isKnown && _outputs.TryGetValue(query.GetValueOrDefault("filename") ?? "", out var image)
            ? WireAnswer.Raw(200, "image/png", image)
            : throw new RequestRefusedException(WireErrorKind.NotFound, null, null, null);
    }

    private WireAnswer Upload(WireCall call)
    {
        if (MultipartForm.Read(call.Request)?.File("image") is not { } image || !SamplePng.IsPng(image.Data))
        {
            throw RequestRefusedException.Invalid("no image");
        }

        _uploads[image.FileName!] = image.Data;

        return WireAnswer.Json(new JsonObject { ["name"] = image.FileName, ["subfolder"] = "", ["type"] = "input" });
    }

    private WireAnswer ReadQueue(WireCall call) => WireAnswer.Json(new JsonObject
    {
        ["queue_running"] = new JsonArray([.. _tasks.Running.Take(1).Select(static task => Entry(task))]),
        ["queue_pending"] = new JsonArray([.. _tasks.Running.Skip(1).Select(static task => Entry(task))]),
    });

    private static JsonArray Entry(ImageTask task) => new(1, task.Id, new JsonObject(), new JsonObject(), new JsonArray());

    private WireAnswer Delete(WireCall call)
    {
        foreach (var id in call.Json.Member("delete").Items())
        {
            _tasks.Remove(id.TextOrNull() ?? "");
        }

        return WireAnswer.Json(new JsonObject());
    }

    private WireAnswer Interrupt(WireCall call)
    {
        if (_tasks.Running.FirstOrDefault() is { } task)
        {
            task.IsCancelled = true;
        }

        return WireAnswer.Json(new JsonObject());
    }
}
