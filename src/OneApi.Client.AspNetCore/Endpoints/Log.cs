using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Events 4000–4099 of the endpoints.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "The endpoint failed at request {RequestId}")]
    public static partial void Failed(ILogger logger, string requestId, Exception error);
}
