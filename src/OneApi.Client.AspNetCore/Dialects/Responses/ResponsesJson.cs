using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>What a custom tool's call says as free text.</summary>
internal static class ResponsesJson
{
    /// <summary>The free text of a custom tool's call.</summary>
    public static string InputOf(FunctionCallContent call) => call.Arguments?.TryGetValue(ResponsesToolReader.Input, out var input) == true
        ? input switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
            JsonElement element => element.GetRawText(),
            _ => input?.ToString() ?? string.Empty,
        }
        : JsonValues.ArgumentsOf(call);
}
