using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baichuan;

/// <summary>Baichuan's chat: OpenAI's, with narrower ranges and an id of its own in a header.</summary>
internal sealed class BaichuanWire : OpenAIWire
{
    private const int MaxInputs = 16;

    private static readonly Dictionary<string, VendorError> Codes = new()
    {
        ["400"] = new(400, "Invalid request"),
        ["401"] = new(401, "Incorrect API key provided"),
        ["429"] = new(429, "Rate limit reached for requests"),
        ["balance"] = new(429, "Insufficient account balance, please recharge"),
        ["500"] = new(500, "The server had an error while processing your request"),
    };

    public override string DefaultApiKey => "sk-fakebaichuan0123456789abcdef0123";

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("X-BC-Request-Id", NextId("fake"))];

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("401"),
        WireErrorKind.RateLimited => Of("429"),
        WireErrorKind.QuotaExhausted => Of("balance"),
        WireErrorKind.ServerError => Make(failure.Status, Codes["500"].Message),
        WireErrorKind.Overloaded => Make(503, "The server is overloaded, please try again later"),
        WireErrorKind.ModelNotFound => Make(404, "model not found"),
        WireErrorKind.ContextLength => Make(400, "prompt tokens too long"),
        WireErrorKind.ContentFiltered => Make(400, "The content is considered high risk"),
        WireErrorKind.NotFound => Make(404, "path not found"),
        WireErrorKind.MethodNotAllowed => Make(405, "method not allowed"),
        _ => Make(400, failure.Message ?? Codes["400"].Message),
    };

    public override WireError? WordCode(string code, WireFailure failure) => Codes.ContainsKey(code) ? Of(code) : null;

    /// <summary>The vendor's page has this object for whole answers too.</summary>
    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer["object"] = "chat.completion.chunk";
        return answer;
    }

    protected override void CheckChat(WireCall call)
    {
        base.CheckChat(call);
        if (call.Json.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature && temperature.GetDouble() is < 0 or > 1)
        {
            throw RequestRefusedException.Invalid("temperature must be in [0, 1]");
        }

        if (call.Json.Member("top_p") is { ValueKind: JsonValueKind.Number } topP && topP.GetDouble() is < 0 or >= 1)
        {
            throw RequestRefusedException.Invalid("top_p must be in [0, 1)");
        }

        if (call.Request.Model?.StartsWith("Baichuan2", StringComparison.Ordinal) == true && call.Json.Member("messages").Items().Any(static message => message.Member("role").TextOrNull() is "system"))
        {
            throw RequestRefusedException.Invalid("role must be user or assistant");
        }
    }

    protected override WireAnswer Embeddings(WireCall call) => call.Json.Member("input").Items().Count() > MaxInputs
        ? throw RequestRefusedException.Invalid("input must have at most 16 texts")
        : base.Embeddings(call);

    private static WireError Of(string code) => Make(Codes[code].Status, Codes[code].Message);

    private static WireError Make(int status, string message) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = null, ["param"] = null, ["type"] = status >= 500 ? "server_error" : "invalid_request_error", ["message"] = message },
    });
}
