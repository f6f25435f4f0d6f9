using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>
/// What the caller wrote in Alibaba's own words: the raw request first, then AdditionalProperties. A key of those goes into
/// <c>parameters</c>, where the wire has its settings, unless it is a member of the body.
/// </summary>
internal sealed class DashScopeExtras
{
    private static readonly DashScopeExtras None = new(null, null, null);

    private readonly JsonObject? _body;

    private DashScopeExtras(JsonObject? body, JsonObject? input, JsonObject? parameters)
    {
        _body = body;
        Input = input;
        Parameters = parameters;
    }

    /// <summary>Gets the given members of <c>input</c>, or null.</summary>
    public JsonObject? Input { get; }

    /// <summary>Gets the given members of <c>parameters</c>, or null.</summary>
    public JsonObject? Parameters { get; }

    public static DashScopeExtras Of(ChatRequest request) => Of(request.Raw, request.Options?.AdditionalProperties);

    public static DashScopeExtras Of(JsonObject? raw, AdditionalPropertiesDictionary? additional)
    {
        if (raw is null && additional is not { Count: > 0 })
        {
            return None;
        }

        var body = raw?.DeepClone().AsObject() ?? [];
        var input = RawObject.Take(body, "input");
        var parameters = RawObject.Take(body, "parameters");
        foreach (var (name, value) in additional ?? [])
        {
            var node = RawObject.ToNode(value);
            switch (name)
            {
                case OpenAI.OpenAISchema.StrictProperty:
                    break;
                case "input" when node is JsonObject given:
                    input = RawObject.Merge(input, given);
                    break;
                case "parameters" when node is JsonObject given:
                    parameters = RawObject.Merge(parameters, given);
                    break;
                case "input" or "parameters" or "resources":
                    body.TryAdd(name, node);
                    break;
                default:
                    (parameters ??= []).TryAdd(name, node);
                    break;
            }
        }

        body.Remove("model");
        return new(body, input, parameters);
    }

    /// <summary>True when the body has such a member that is no object to complete.</summary>
    public bool Has(string name) => _body?.ContainsKey(name) == true;

    public bool HasParameter(string name) => Parameters?.ContainsKey(name) == true;

    /// <summary>Writes the given members of an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, JsonObject? members) => RawObject.WriteMembers(writer, members);

    /// <summary>Writes all members of the body that are not objects of their own.</summary>
    public void WriteRest(Utf8JsonWriter writer) => WriteMembers(writer, _body);
}
