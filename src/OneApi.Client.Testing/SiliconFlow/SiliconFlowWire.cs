using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.SiliconFlow;

/// <summary>SiliconFlow's chat: OpenAI's, with flat errors and usage on every chunk.</summary>
internal sealed class SiliconFlowWire : OpenAIWire
{
    private const int MaxStops = 4;
    private const int MaxInputs = 32;

    private static readonly Dictionary<string, (int Status, int Code, string Message)> Codes = new()
    {
        ["20012"] = (400, 20012, "Model does not exist. Please check it carefully."),
        ["20015"] = (400, 20015, "The parameter is invalid. Please check again."),
        ["30001"] = (403, 30001, "Sorry, your account balance is insufficient"),
        ["50505"] = (503, 50505, "Model service overloaded. Please try again later."),
        ["RPM"] = Limit("RPM"),
        ["TPM"] = Limit("TPM"),
        ["IPM"] = Limit("IPM"),
        ["RPD"] = Limit("RPD"),
        ["TPD"] = Limit("TPD"),
        ["IPD"] = Limit("IPD"),
    };

    public override string DefaultApiKey => "sk-fakesiliconflow0123456789abcdefghijklmnopqrs";

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("x-siliconcloud-trace-id", NextId("ti_fake"))];

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Make(401, 30011, "Invalid token"),
        WireErrorKind.RateLimited => Of("RPM"),
        WireErrorKind.QuotaExhausted => Of("30001"),
        WireErrorKind.ServerError => Make(failure.Status, 50000, "Internal server error"),
        WireErrorKind.Overloaded => Of("50505"),
        WireErrorKind.ModelNotFound => Of("20012"),
        WireErrorKind.ContextLength => Make(400, 20015, "length of prompt_tokens (32800) must be less than max_seq_len (32768)."),
        WireErrorKind.ContentFiltered => Make(451, 20020, "The content was blocked"),
        WireErrorKind.NotFound => Make(404, 404, "404 page not found"),
        WireErrorKind.MethodNotAllowed => Make(405, 405, "Method not allowed"),
        _ => Make(400, 20015, failure.Message ?? Codes["20015"].Message),
    };

    public override WireError? WordCode(string code, WireFailure failure) => Codes.ContainsKey(code) ? Of(code) : null;

    /// <summary>Some errors are no objects.</summary>
    public override WireAnswer AnswerError(WireError error, FakeRequest request) => error.Status switch
    {
        401 => WireAnswer.Json(JsonValue.Create("Invalid token"), JsonContentType, 401),
        404 => WireAnswer.Raw(404, "text/plain", "404 page not found"u8.ToArray()),
        _ => base.AnswerError(error, request),
    };

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer["system_fingerprint"] = "";
        return answer;
    }

    protected override IEnumerable<WireRoute> ImageRoutes => [new("POST", "/images/generations", SiliconFlowImages.Of(Files).Generate)];

    protected override void CheckChat(WireCall call)
    {
        base.CheckChat(call);
        if (call.Json.Member("stop").Items().Count() > MaxStops)
        {
            throw RequestRefusedException.Invalid("stop must have at most 4 strings");
        }
    }

    protected override WireAnswer Embeddings(WireCall call) => call.Json.Member("input").Items().Count() > MaxInputs
        ? throw RequestRefusedException.Invalid("input batch size 33 > maximum allowed batch size 32")
        : base.Embeddings(call);

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        var told = 0;
        yield return new(Chunk(answer, new() { ["role"] = "assistant", ["content"] = "", ["reasoning_content"] = null }, null, told), FrameRole.Structure);

        foreach (var delta in AnswerDeltas.Of(answer))
        {
            told = Math.Min(told + 1, answer.Usage.OutputTokens);
            yield return new(Chunk(answer, delta, null, told), FrameRole.Content);
        }

        yield return new(Chunk(answer, new() { ["content"] = "" }, OpenAIAnswerWriter.FinishReason(answer), answer.Usage.OutputTokens), FrameRole.Ending);
        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static (int Status, int Code, string Message) Limit(string name) => (429, 50603, $"Request was rejected due to rate limiting. Details: {name} limit reached.");

    private static WireError Of(string code) => Make(Codes[code].Status, Codes[code].Code, Codes[code].Message);

    private static WireError Make(int status, int code, string message) => new(status, new JsonObject { ["code"] = code, ["message"] = message, ["data"] = null });

    private byte[] Chunk(ChatAnswer answer, JsonObject delta, string? finish, int output) => Frame(new()
    {
        ["id"] = answer.Id,
        ["object"] = "chat.completion.chunk",
        ["created"] = answer.CreatedUnixSeconds,
        ["model"] = answer.Model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
        ["system_fingerprint"] = "",
        ["usage"] = OpenAIAnswerWriter.Usage(answer.Usage with { OutputTokens = output }),
    });
}
