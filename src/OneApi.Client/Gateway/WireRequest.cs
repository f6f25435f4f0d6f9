namespace OneApi.Client;

/// <summary>A request as a caller has written it. A channel that speaks the same wire gets these bytes, with the model's name and what its server needs changed; its answer comes back as it came (<see cref="WireBytes"/>).</summary>
/// <remarks>Immutable. The options and messages beside it say the same in the gateway's own words, for all other channels and for what the gateway itself must know.</remarks>
/// <param name="Wire">The wire, one of <see cref="Wires"/>.</param>
/// <param name="Body">The body: one JSON object. It must not change while the call lasts.</param>
public sealed record WireRequest(string Wire, ReadOnlyMemory<byte> Body);
