namespace OneApi.Client.Protocols.OpenAI;

/// <summary>How spoken answers are carried: the bytes as data, the transcript as text, the id for the next turn on the data.</summary>
internal static class OpenAIAudio
{
    /// <summary>The additional property of a <see cref="Microsoft.Extensions.AI.DataContent"/> that holds the id of a spoken answer.</summary>
    public const string IdProperty = "openai.audio.id";
}
