using System.Net.Http.Headers;

namespace OneApi.Client.Transport;

/// <summary>A JSON body.</summary>
internal sealed class JsonBody(ReadOnlyMemory<byte> body, AttemptClock clock) : MemoryBody(body, Json, clock)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
}
