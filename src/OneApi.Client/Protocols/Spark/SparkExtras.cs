using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>
/// What the caller wrote in iFlytek's own words: the raw request first, then AdditionalProperties. A key of those goes into
/// <c>parameter.chat</c>, where the wire has its settings, unless it is a member of the body or names the user.
/// </summary>
internal sealed class SparkExtras
{
    private static readonly SparkExtras None = new([]);

    private readonly JsonObject _body;
    private readonly JsonObject? _parameter;

    private SparkExtras(JsonObject body)
    {
        _body = body;
        Header = RawObject.Take(body, "header");
        _parameter = RawObject.Take(body, "parameter");
        Chat = _parameter is null ? null : RawObject.Take(_parameter, "chat");
        Payload = RawObject.Take(body, "payload");
    }

    /// <summary>Gets the given members of <c>header</c>, or null.</summary>
    public JsonObject? Header { get; }

    /// <summary>Gets the given members of <c>parameter.chat</c>, or null.</summary>
    public JsonObject? Chat { get; private set; }

    /// <summary>Gets the given members of <c>payload</c>, or null.</summary>
    public JsonObject? Payload { get; }

    /// <summary>Gets who asks, or null.</summary>
    public string? User { get; private set; }

    public static SparkExtras Of(ChatRequest request)
    {
        var additional = request.Options?.AdditionalProperties;
        if (request.Raw is null && additional is not { Count: > 0 })
        {
            return None;
        }

        var body = request.Raw?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in additional ?? [])
        {
            if (name is "header" or "parameter" or "payload" && RawObject.ToNode(value) is JsonObject given)
            {
                body[name] = RawObject.Merge(RawObject.Take(body, name), given);
            }
        }

        var extras = new SparkExtras(body);
        extras.AddSettings(additional ?? []);
        return extras;
    }

    public bool HasHeader(string name) => Header?.ContainsKey(name) == true;

    public bool HasSetting(string name) => Chat?.ContainsKey(name) == true;

    public bool HasPayload(string name) => Payload?.ContainsKey(name) == true;

    /// <summary>The whole number of a setting that was given, or null.</summary>
    public long? NumberOf(string name) => Chat?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>Writes the given members of <c>parameter</c> that are not the chat's.</summary>
    public void WriteParameters(Utf8JsonWriter writer) => RawObject.WriteMembers(writer, _parameter);

    public void WriteRest(Utf8JsonWriter writer) => RawObject.WriteMembers(writer, _body);

    private void AddSettings(AdditionalPropertiesDictionary additional)
    {
        foreach (var (name, value) in additional)
        {
            switch (name)
            {
                case "header" or "parameter" or "payload" or OpenAI.OpenAISchema.StrictProperty:
                    break;
                case "user" or "uid":
                    User ??= JsonWrite.Text(value) is { Length: > 0 } user ? user : null;
                    break;
                default:
                    (Chat ??= []).TryAdd(name, RawObject.ToNode(value));
                    break;
            }
        }
    }
}
