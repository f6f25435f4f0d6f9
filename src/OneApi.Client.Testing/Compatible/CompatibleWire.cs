using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Compatible;

/// <summary>OpenAI's wire as one vendor of the table speaks it.</summary>
internal sealed class CompatibleWire(CompatibleVendor vendor, bool demandsKey) : OpenAIWire
{
    public override string BasePath => vendor.BasePath;

    public override string DefaultApiKey => vendor.Key;

    protected override (string Answer, string Call) IdPrefixes => vendor.IdPrefixes;

    public override bool IsAuthorized(FakeRequest request, string apiKey) => !demandsKey || base.IsAuthorized(request, apiKey);

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("x-request-id", NextId("req_fake")), .. vendor.Headers];

    public override WireError WordError(WireFailure failure)
    {
        var row = Array.Find(vendor.Errors, error => error.Name == failure.Code) ?? Array.Find(vendor.Errors, error => error.Is == failure.Kind);
        return row is null ? OpenAIErrorWriter.Word(failure) : Word(row, failure);
    }

    public override WireError? WordCode(string code, WireFailure failure) =>
        Array.Find(vendor.Errors, error => error.Name == code) is { } row ? Word(row, failure with { Message = null }) : null;

    public override byte[] FrameError(WireError error, FakeRequest request)
    {
        var end = vendor.LineEnd;
        var data = WireJson.ToText(vendor.ErrorEvent((JsonObject)error.Body.DeepClone(), error.Status));
        var name = vendor.NamesErrorEvents ? "event: error" + end : "";
        var done = vendor.DoneAfterError ? $"data: [DONE]{end}{end}" : "";
        return Encoding.UTF8.GetBytes($"{name}data: {data}{end}{end}{done}");
    }

    protected override IReadOnlyList<WireRoute> MakeRoutes()
    {
        List<WireRoute> routes = [new("POST", "/chat/completions", Complete), new("GET", "/models", OpenAIModels.List), new("GET", "/models/*", OpenAIModels.Get)];
        if (vendor.HasEmbeddings)
        {
            routes.Add(new("POST", "/embeddings", Embeddings));
        }

        if (vendor.HasEverything)
        {
            routes.AddRange([.. OpenAIAudio.Routes, OpenAIModerations.Route, CompatibleRerank.Route]);
        }

        return routes;
    }

    protected override void CheckChat(WireCall call) => vendor.Check(call);

    protected override WireAnswer Embeddings(WireCall call)
    {
        vendor.CheckEmbedding?.Invoke(call);
        return OpenAIEmbeddings.Answer(call, dimensionsField: vendor.DimensionsField);
    }

    private WireAnswer Complete(WireCall call)
    {
        CheckChat(call);
        call.RequireKnownModel();
        var answer = WithCallIds(call.Answer(ReadConversation(call.Json), IdPrefixes.Answer, IdPrefixes.Call));
        if (call.Request.IsStreaming)
        {
            return WireAnswer.Stream(StreamContentType, CompatibleStreamWriter.Write(vendor, answer, StreamsUsage(call.Json)));
        }

        byte[] body = [.. Encoding.UTF8.GetBytes(vendor.BodyPadding), .. WireJson.ToUtf8(Whole(answer))];
        return WireAnswer.Raw(200, JsonContentType, body);
    }

    private JsonObject Whole(ChatAnswer answer)
    {
        var whole = OpenAIAnswerWriter.Write(answer);
        whole.Remove("service_tier");
        whole["usage"] = vendor.UsageShape(answer.Usage);
        var message = whole["choices"]![0]!["message"]!.AsObject();
        message.Remove("annotations");
        if (vendor.ReasoningField != "reasoning_content" && message.Remove("reasoning_content"))
        {
            message[vendor.ReasoningField] = answer.Reasoning;
        }

        vendor.ShapeAnswer?.Invoke(whole);
        return whole;
    }

    /// <summary>Where ids have one length, the made-up ones are cut to their own end, which differs from call to call.</summary>
    private ChatAnswer WithCallIds(ChatAnswer answer) => vendor.CallIdLength is not { } length ? answer : new()
    {
        Id = answer.Id,
        Model = answer.Model,
        CreatedUnixSeconds = answer.CreatedUnixSeconds,
        TextPieces = answer.TextPieces,
        ReasoningPieces = answer.ReasoningPieces,
        Calls = [.. answer.Calls.Select(call => call.HasScriptedId ? call : call with { Id = call.Id[^length..] })],
        FinishReason = answer.FinishReason,
        Usage = answer.Usage,
    };

    private WireError Word(VendorError row, WireFailure failure)
    {
        var status = failure.Kind is WireErrorKind.ServerError ? failure.Status : row.Status;
        var message = failure.Message ?? row.Text.Replace("{model}", failure.Request.Model, StringComparison.Ordinal);
        var error = new WireError(status, vendor.Envelope(row with { Status = status }, message, failure.Parameter));
        if (failure.RetryAfterSeconds is { } seconds)
        {
            error.Headers["retry-after"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return error;
    }
}
