using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Recordings;

namespace OneApi.Client.Replay.Tests;

/// <summary>The recorded request as the caller's raw request; where only the answer was recorded, a plain call.</summary>
internal static class RawChatOptions
{
    public static ChatOptions For(Exchange exchange) => new()
    {
        ModelId = exchange.Model,
        RawRepresentationFactory = exchange.RequestBody is null ? null : _ => exchange.RequestJson(),
    };
}
