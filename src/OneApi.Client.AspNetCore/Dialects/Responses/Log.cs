using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>What the Responses dialect says: 4400 to 4409. Never what was answered.</summary>
internal static partial class Log
{
    [LoggerMessage(4400, LogLevel.Warning, "The cache did not take the items of an answer; a turn that refers to them will fail")]
    public static partial void NotRemembered(ILogger logger, Exception error);

    [LoggerMessage(4401, LogLevel.Warning, "The cache could not be asked for an item that a request refers to")]
    public static partial void NotRecalled(ILogger logger, Exception error);
}
