namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>The wires that the suite replays.</summary>
internal enum Wire
{
    ChatCompletions,
    Messages,
    GenerateContent,
    OpenAIEmbeddings,
    Images,
    GeminiEmbeddings,
}
