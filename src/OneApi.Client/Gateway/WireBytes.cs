namespace OneApi.Client;

/// <summary>An answer, or one event of a streamed one, as the provider has sent it: the <c>RawRepresentation</c> of what a <see cref="WireRequest"/> is answered with where caller and channel speak the same wire.</summary>
/// <remarks>Immutable; the bytes are nobody else's. An update that a rescue has put in the place of another has none.</remarks>
/// <param name="Wire">The wire, one of <see cref="Wires"/>.</param>
/// <param name="Bytes">The body; of a stream everything up to the end of the event, comments before it included. Empty where nothing of it is the caller's: usage that he did not ask for, or contents that events before have carried in pieces.</param>
/// <param name="IsEnd">Whether it is the end mark of a stream, behind which nothing may be said.</param>
public sealed record WireBytes(string Wire, ReadOnlyMemory<byte> Bytes, bool IsEnd = false);
