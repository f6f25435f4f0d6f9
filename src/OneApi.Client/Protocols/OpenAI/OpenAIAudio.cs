using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>How spoken answers are carried: the bytes as data, the transcript as text, the id for the next turn on the data.</summary>
internal static class OpenAIAudio
{
    /// <summary>The additional property of a <see cref="Microsoft.Extensions.AI.DataContent"/> that holds the id of a spoken answer.</summary>
    public const string IdProperty = "openai.audio.id";

    /// <summary>The media type of the speech that was asked for by <c>audio.format</c> (openai.md §2).</summary>
    public static string MediaTypeOf(ChatRequest request) => FormatOf(request) switch
    {
        "mp3" => "audio/mpeg",
        "flac" => "audio/flac",
        "opus" => "audio/opus",
        "aac" => "audio/aac",
        "pcm16" => "audio/pcm",
        _ => "audio/wav",
    };

    private static string? FormatOf(ChatRequest request)
    {
        object? audio = request.Raw?["audio"];
        if (audio is null && request.Options?.AdditionalProperties?.TryGetValue("audio", out audio) != true)
        {
            return null;
        }

        return audio switch
        {
            JsonObject node => node["format"]?.ToString(),
            JsonElement { ValueKind: JsonValueKind.Object } element when element.TryGetProperty("format", out var format) => format.ToString(),
            IReadOnlyDictionary<string, object?> members when members.TryGetValue("format", out var format) => format?.ToString(),
            _ => null,
        };
    }
}
