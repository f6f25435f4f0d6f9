using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects;

/// <summary>OpenAI's custom tools, whose calls are free text: not every provider has them, so they go out as functions with one text.</summary>
internal static class CustomInput
{
    /// <summary>The member under which the text travels over wires that know functions only.</summary>
    public const string Member = "input";

    public static readonly JsonElement Parameters = JsonElement.Parse("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""");

    /// <summary>The description of the function, with the grammar, which is told and not enforced.</summary>
    public static string Describe(string? description, string? syntax, string? definition) =>
        syntax is null ? description ?? string.Empty : $"{description}\n\nThe input must follow this grammar ({syntax}):\n{definition}".TrimStart('\n');

    /// <summary>The free text of a call.</summary>
    public static string Of(FunctionCallContent call) => call.Arguments?.TryGetValue(Member, out var input) == true
        ? input switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
            JsonElement element => element.GetRawText(),
            _ => input?.ToString() ?? string.Empty,
        }
        : JsonValues.ArgumentsOf(call);
}
