using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Stability;

/// <summary>Stability's REST API: forms in, images out.</summary>
internal sealed class StabilityWire : ImageWireBase
{
    private readonly ImageScript _script;
    private readonly ImageTasks _tasks;

    public StabilityWire(ImageScript script)
    {
        _script = script;
        _tasks = new(script);
        Routes =
        [
            new("POST", "/v2beta/stable-image/generate/*", Make),
            new("POST", "/v2beta/stable-image/edit/*", Make),
            new("POST", "/v2beta/stable-image/control/*", Make),
            new("POST", "/v2beta/stable-image/upscale/creative", Begin),
            new("POST", "/v2beta/stable-image/upscale/*", Make),
            new("GET", "/v2beta/results/*", Result),
            new("POST", "/v1/generation/*/text-to-image", Engine),
        ];
    }

    public override string DefaultApiKey => "sk-fake-stability-0123456789abcdefghijklmnopqrstuv";

    public override IReadOnlyList<WireRoute> Routes { get; }

    public override string? ModelOf(FakeRequest request) => MultipartForm.Read(request)?.Text("model") ?? request.Path[(request.Path.LastIndexOf('/') + 1)..];

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("x-request-id", NextId("fake"))];

    public override WireError WordError(WireFailure failure) => StabilityErrors.Word(failure, NextId("error"));

    public override WireError? WordCode(string code, WireFailure failure) => StabilityErrors.WordCode(code, NextId("error"));

    private WireAnswer Make(WireCall call)
    {
        var form = StabilityCheck.Check(call.Request);
        call.RequireKnownModel();

        return Image(call, StabilityCheck.SizeOf(form), StabilityCheck.SeedOf(form), _script.Outcome);
    }

    private WireAnswer Begin(WireCall call)
    {
        var form = StabilityCheck.Check(call.Request);
        var id = NextId("generation");
        _tasks.Add(id, 64, 64, 1, StabilityCheck.SeedOf(form));

        return WireAnswer.Json(new JsonObject { ["id"] = id });
    }

    private WireAnswer Result(WireCall call)
    {
        var id = call.Request.Path[(call.Request.Path.LastIndexOf('/') + 1)..];
        if (_tasks.Find(id) is not { } task)
        {
            throw new RequestRefusedException(WireErrorKind.NotFound, null, null, null);
        }

        return task.Poll() ? Image(call, (64, 64), task.Seed, task.Outcome) : WireAnswer.Json(new JsonObject { ["id"] = id, ["status"] = "in-progress" }, status: 202);
    }

    private static WireAnswer Image(WireCall call, (int Width, int Height) size, long seed, FakeImageOutcome outcome)
    {
        if (outcome == FakeImageOutcome.Fails)
        {
            throw new RequestRefusedException(WireErrorKind.ServerError, null, null, null);
        }

        var finish = outcome == FakeImageOutcome.Filtered ? "CONTENT_FILTERED" : "SUCCESS";
        var image = call.IsEmptied ? [] : SamplePng.Make(size.Width, size.Height, seed);
        var answer = call.Request.Headers.GetValueOrDefault("Accept") == "application/json"
            ? WireAnswer.Json(new JsonObject { ["image"] = Convert.ToBase64String(image), ["finish_reason"] = finish, ["seed"] = seed }, "application/json; type=image/png")
            : WireAnswer.Raw(200, "image/png", image);

        return answer.With([new("finish-reason", finish), new("seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }

    private WireAnswer Engine(WireCall call)
    {
        if (!call.Json.Member("text_prompts").Items().Any(static prompt => prompt.Member("text").TextOrNull() is { Length: > 0 }))
        {
            throw RequestRefusedException.Invalid("text_prompts: cannot be blank");
        }

        var seed = call.Json.Member("seed").Int32OrNull() ?? 7;
        var image = SamplePng.Make(call.Json.Member("width").Int32OrNull() ?? 512, call.Json.Member("height").Int32OrNull() ?? 512, seed);
        var finish = _script.Outcome == FakeImageOutcome.Filtered ? "CONTENT_FILTERED" : _script.Outcome == FakeImageOutcome.Fails ? "ERROR" : "SUCCESS";
        var artifact = new JsonObject { ["base64"] = Convert.ToBase64String(image), ["seed"] = seed, ["finishReason"] = finish };

        return WireAnswer.Json(new JsonObject { ["artifacts"] = call.IsEmptied ? [] : new JsonArray(artifact) });
    }
}
