using OneApi.Client.Testing.Answering;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Where in its answer a chunk stands.</summary>
/// <param name="Answer">The whole answer.</param>
/// <param name="TextSoFar">The text up to and with this chunk.</param>
/// <param name="Usage">The usage that the stream reports at this place; <see langword="null"/> where it reports none.</param>
/// <param name="IsFinish">Whether the chunk has the finish reason.</param>
internal readonly record struct ChunkStep(ChatAnswer Answer, string TextSoFar, FakeUsage? Usage, bool IsFinish);
