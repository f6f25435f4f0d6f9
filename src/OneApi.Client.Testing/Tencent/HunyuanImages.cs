using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>The image actions: one that answers at once, and jobs that are asked for, one at a time (protocols/hunyuan.md §10).</summary>
internal sealed class HunyuanImages(ProviderWire wire, ImageFiles files, ImageScript script)
{
    private const int UsualLiteSize = 768;
    private const int UsualJobSize = 1024;
    private const string Filtered = "FailedOperation.GenerateImageFailed";
    private const string Failed = "FailedOperation.EngineServerError";
    private readonly ImageTasks _jobs = new(script);

    public WireAnswer AnswerAtOnce(WireCall call)
    {
        HunyuanImageCheck.CheckLite(call.Json);
        var (width, height) = HunyuanImageCheck.SizeOf(call.Json, UsualLiteSize);
        if (CodeOf(script.Outcome) is { } code)
        {
            throw HunyuanCheck.Refused(code, HunyuanErrorWriter.MessageOf(code));
        }

        var response = new JsonObject { ["Seed"] = 1 };
        if (!call.IsEmptied)
        {
            var image = SamplePng.Make(width, height, 1);
            response["ResultImage"] = call.Json.Member("RspImgType").TextOrNull() == "url" ? files.Add(image, call.Request) : Convert.ToBase64String(image);
        }

        return Answer(response);
    }

    public WireAnswer Submit(WireCall call)
    {
        HunyuanImageCheck.CheckJob(call.Json);
        var (width, height) = HunyuanImageCheck.SizeOf(call.Json, UsualJobSize);
        if (_jobs.Running.Any())
        {
            throw HunyuanCheck.Refused("RequestLimitExceeded", "The number of jobs that run at the same time exceeds the limit.");
        }

        var count = call.Json.Member("Num").Int32OrNull() ?? 1;
        var job = _jobs.Add(wire.NextId("fake-job-"), width, height, call.IsEmptied ? 0 : count, call.Json.Member("Seed").Int32OrNull() ?? 1);

        return Answer(new() { ["JobId"] = job.Id });
    }

    public WireAnswer Query(WireCall call)
    {
        var job = _jobs.Find(HunyuanImageCheck.JobIdOf(call.Json)) ?? throw HunyuanCheck.Refused("FailedOperation.JobNotExist", "The job does not exist.");
        if (!job.Poll())
        {
            return Answer(job.Polls == 1 ? Status("1", "排队中") : Status("2", "处理中"));
        }

        return Answer(CodeOf(job.Outcome) is { } code ? Status("4", "处理失败", code) : Done(job, call));
    }

    private JsonObject Done(ImageTask job, WireCall call)
    {
        var response = Status("5", "处理完成");
        response["ResultImage"] = new JsonArray([.. Enumerable.Range(0, job.Count).Select(index => (JsonNode)files.Add(job.Image(index), call.Request))]);
        response["ResultDetails"] = Each(job, "Success");
        response["RevisedPrompt"] = Each(job, "as made");

        return response;
    }

    private static JsonObject Status(string code, string words, string error = "") => new()
    {
        ["JobStatusCode"] = code,
        ["JobStatusMsg"] = words,
        ["JobErrorCode"] = error,
        ["JobErrorMsg"] = error.Length == 0 ? "" : HunyuanErrorWriter.MessageOf(error),
        ["ResultImage"] = new JsonArray(),
        ["ResultDetails"] = new JsonArray(),
        ["RevisedPrompt"] = new JsonArray(),
    };

    private static JsonArray Each(ImageTask job, string word) => new([.. Enumerable.Repeat(word, job.Count).Select(static one => JsonValue.Create(one))]);

    private static string? CodeOf(FakeImageOutcome outcome) => outcome switch
    {
        FakeImageOutcome.Filtered => Filtered,
        FakeImageOutcome.Fails => Failed,
        _ => null,
    };

    private WireAnswer Answer(JsonObject response)
    {
        response["RequestId"] = wire.NextId("fake-request-");

        return WireAnswer.Json(new JsonObject { ["Response"] = response });
    }
}
