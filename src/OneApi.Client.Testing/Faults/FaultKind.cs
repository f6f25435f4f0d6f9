namespace OneApi.Client.Testing.Faults;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>An error that the provider words itself: see <see cref="Serving.WireErrorKind"/>.</summary>
    Error,
    ErrorInSuccess,
    EmptySuccess,
    Html,

    Reset,
    Silence,
    SlowStart,

    ErrorMidStream,
    CutStream,
    EndWithoutTerminator,
    StallAfter,
    SlowBody,
    Malformed,
}
