namespace OneApi.Client.Testing.Compatible;

/// <summary>Where a vendor's stream carries usage.</summary>
internal enum StreamUsage
{
    /// <summary>On a chunk of its own, when <c>stream_options.include_usage</c> asks for it.</summary>
    WhenAsked,

    /// <summary>On the chunk with the finish reason, asked for or not.</summary>
    OnFinish,

    /// <summary>On a second chunk that repeats the finish reason, asked for or not (OpenRouter).</summary>
    OnRepeatedFinish,

    /// <summary>On every chunk, growing (Perplexity).</summary>
    OnEvery,
}
