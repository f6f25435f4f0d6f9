using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Lingyi;

/// <summary>The chat of 01.AI: OpenAI's, with the whole text beside each piece, and tools for a few models.</summary>
internal sealed class LingyiWire : OpenAIWire
{
    private static readonly Dictionary<string, VendorError> Codes = new()
    {
        ["400"] = new(400, "Bad request"),
        ["401"] = new(401, "Incorrect API key provided"),
        ["404"] = new(404, "The model does not exist"),
        ["429"] = new(429, "Rate limit reached"),
        ["500"] = new(500, "Internal server error"),
        ["529"] = new(529, "The system is overloaded"),
    };

    public override string DefaultApiKey => "fakelingyi0123456789abcdef012345";

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("401"),
        WireErrorKind.RateLimited => Of("429"),
        WireErrorKind.QuotaExhausted => Make(429, "insufficient_quota: your balance is used up"),
        WireErrorKind.ServerError => Make(failure.Status, Codes["500"].Message),
        WireErrorKind.Overloaded => Of("529"),
        WireErrorKind.ModelNotFound or WireErrorKind.NotFound => Of("404"),
        WireErrorKind.ContextLength => Make(400, "This model's maximum context length is 16384 tokens"),
        WireErrorKind.ContentFiltered => Make(400, "The content was blocked: content_filter"),
        WireErrorKind.MethodNotAllowed => Make(405, "Method not allowed"),
        _ => Make(400, failure.Message ?? Codes["400"].Message),
    };

    public override WireError? WordCode(string code, WireFailure failure) => Codes.ContainsKey(code) ? Of(code) : null;

    protected override IReadOnlyList<WireRoute> MakeRoutes() => [new("POST", "/chat/completions", Chat), new("GET", "/models", OpenAIModels.List)];

    protected override void CheckChat(WireCall call)
    {
        base.CheckChat(call);
        var model = call.Request.Model ?? "";
        if (call.Json.Member("tools").Exists() && !model.EndsWith("-fc", StringComparison.Ordinal) && !model.EndsWith("-preview", StringComparison.Ordinal))
        {
            throw RequestRefusedException.Invalid("The model does not support tools");
        }
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        var whole = new StringBuilder();
        yield return new(Chunk(answer, new() { ["role"] = "assistant", ["content"] = "" }, "", null), FrameRole.Structure);

        foreach (var delta in AnswerDeltas.Of(answer))
        {
            whole.Append((string?)delta["content"]);
            yield return new(Chunk(answer, delta, whole.ToString(), null), FrameRole.Content);
        }

        yield return new(Chunk(answer, [], whole.ToString(), OpenAIAnswerWriter.FinishReason(answer)), FrameRole.Ending);
        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static WireError Of(string code) => Make(Codes[code].Status, Codes[code].Message);

    private static WireError Make(int status, string message) => VendorError.Envelope(status, message, status >= 500 ? "server_error" : "invalid_request_error");

    private byte[] Chunk(ChatAnswer answer, JsonObject delta, string whole, string? finish)
    {
        var chunk = new JsonObject
        {
            ["id"] = answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = answer.CreatedUnixSeconds,
            ["model"] = answer.Model,
            ["choices"] = new JsonArray(new JsonObject { ["delta"] = delta, ["index"] = 0, ["finish_reason"] = finish, ["content"] = whole }),
            ["lastOne"] = finish is not null,
        };
        if (finish is not null)
        {
            chunk["usage"] = OpenAIAnswerWriter.Usage(answer.Usage);
        }

        return Frame(chunk);
    }
}
