using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.StableDiffusion;

/// <summary>The WebUI's API (protocols/images.md §5).</summary>
internal sealed class StableDiffusionWire : ImageWireBase
{
    private static readonly string[] Samplers = ["Euler", "Euler a", "DPM++ 2M", "DPM++ 2M SDE", "DDIM", "LMS"];
    private readonly ImageScript _script;
    private volatile FakeRequest? _job;
    private volatile string? _others;

    public StableDiffusionWire(ImageScript script)
    {
        _script = script;
        Routes =
        [
            new("POST", "/sdapi/v1/txt2img", call => Make(call, isEdit: false)),
            new("POST", "/sdapi/v1/img2img", call => Make(call, isEdit: true)),
            new("GET", "/sdapi/v1/progress", Progress),
            new("POST", "/sdapi/v1/interrupt", static _ => WireAnswer.Json(new JsonObject())),
            new("POST", "/sdapi/v1/skip", static _ => WireAnswer.Json(new JsonObject())),
            new("GET", "/sdapi/v1/samplers", static _ => WireAnswer.Json(new JsonArray([.. Samplers.Select(static name => new JsonObject { ["name"] = name, ["aliases"] = new JsonArray(), ["options"] = new JsonObject() })]))),
            new("GET", "/sdapi/v1/sd-models", Models),
        ];
    }

    public override string DefaultApiKey => "fake:stable-diffusion-password";

    public override IReadOnlyList<WireRoute> Routes { get; }

    public string? OthersTask
    {
        get => _others;
        set => _others = value;
    }

    public override bool IsAuthorized(FakeRequest request, string apiKey) =>
        apiKey.Length == 0 || request.Headers.GetValueOrDefault("Authorization") == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(apiKey));

    public override string? ModelOf(FakeRequest request) => request.Json.Member("override_settings").Member("sd_model_checkpoint").TextOrNull();

    public override WireError WordError(WireFailure failure) => StableDiffusionErrors.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => StableDiffusionErrors.WordCode(code);

    private WireAnswer Make(WireCall call, bool isEdit)
    {
        var body = call.Json;
        if (!body.IsObject())
        {
            throw new RequestRefusedException(WireErrorKind.InvalidRequest, "Input should be a valid dictionary", null, "validation");
        }

        if (body.Member("sampler_name").TextOrNull() is { } sampler && !Samplers.Contains(sampler))
        {
            throw RequestRefusedException.Invalid("Sampler not found", code: "Sampler not found");
        }

        if (isEdit)
        {
            CheckImages(body.Member("init_images"));
        }

        call.RequireKnownModel();
        _job = call.Request;
        if (_script.Outcome == FakeImageOutcome.Fails)
        {
            throw RequestRefusedException.Invalid("CUDA out of memory. Tried to allocate 2.00 GiB", code: "OutOfMemoryError");
        }

        return WireAnswer.Json(Answer(call, body));
    }

    private static void CheckImages(JsonElement images)
    {
        if (!images.Items().Any())
        {
            throw RequestRefusedException.Invalid("Init image not found", code: "Init image not found");
        }

        foreach (var image in images.Items())
        {
            if (!image.TryGetBytesFromBase64(out var bytes) || !SamplePng.IsPng(bytes))
            {
                throw RequestRefusedException.Invalid("Invalid encoded image", code: "Invalid encoded image");
            }
        }
    }

    private static JsonObject Answer(WireCall call, JsonElement body)
    {
        var count = (body.Member("batch_size").Int32OrNull() ?? 1) * (body.Member("n_iter").Int32OrNull() ?? 1);
        var (width, height) = (body.Member("width").Int32OrNull() ?? 512, body.Member("height").Int32OrNull() ?? 512);
        var seed = body.Member("seed").Int32OrNull() is int asked and >= 0 ? asked : 4242;
        var images = Enumerable.Range(0, call.IsEmptied ? 0 : count).Select(index => Convert.ToBase64String(SamplePng.Make(width, height, seed + index))).ToList();
        var isGridded = images.Count > 1;
        if (isGridded)
        {
            images.Insert(0, Convert.ToBase64String(SamplePng.Make(width * 2, height, 1)));
        }

        var seeds = Enumerable.Range(seed, count).Select(static value => (JsonNode)value).ToArray();
        var info = new JsonObject
        {
            ["prompt"] = body.Member("prompt").TextOrNull() ?? "",
            ["seed"] = seed,
            ["all_seeds"] = new JsonArray(seeds),
            ["width"] = width,
            ["height"] = height,
            ["sampler_name"] = body.Member("sampler_name").TextOrNull() ?? "Euler",
            ["steps"] = body.Member("steps").Int32OrNull() ?? 50,
            ["sd_model_name"] = call.Request.Model ?? "sd_xl_base_1.0",
            ["index_of_first_image"] = isGridded ? 1 : 0,
        };

        return new()
        {
            ["images"] = new JsonArray([.. images.Select(static image => (JsonNode)image)]),
            ["parameters"] = new JsonObject { ["prompt"] = body.Member("prompt").TextOrNull() ?? "" },
            ["info"] = WireJson.ToText(info),
        };
    }

    /// <summary>A job that was not answered is running: the server makes images on when its client has left.</summary>
    private WireAnswer Progress(WireCall call)
    {
        var task = _others ?? (_job is { AnsweredTimestamp: null } job ? job.Json.Member("force_task_id").TextOrNull() : null);

        return WireAnswer.Json(new JsonObject
        {
            ["progress"] = task is null ? 0.0 : 0.35,
            ["eta_relative"] = task is null ? 0.0 : 4.2,
            ["state"] = new JsonObject { ["skipped"] = false, ["interrupted"] = false, ["job"] = task is null ? "" : "scripts_txt2img", ["job_count"] = task is null ? 0 : 1, ["sampling_step"] = 7, ["sampling_steps"] = 20 },
            ["current_image"] = null,
            ["textinfo"] = null,
            ["current_task"] = task,
        });
    }

    private static WireAnswer Models(WireCall call)
    {
        var names = call.Options.Models.Count > 0 ? call.Options.Models : (IEnumerable<string>)["sd_xl_base_1.0"];

        return WireAnswer.Json(new JsonArray([.. names.Select(static name => new JsonObject { ["title"] = name + ".safetensors", ["model_name"] = name, ["hash"] = null, ["sha256"] = null, ["filename"] = "/models/" + name, ["config"] = null })]));
    }
}
