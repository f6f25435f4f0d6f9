using Microsoft.Extensions.Logging;

namespace OneApi.Client.Quotas;

/// <summary>Events 1200–1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Error, "The quota store can't be reached; the call is refused")]
    public static partial void StoreUnreachable(ILogger logger, Exception error);

    [LoggerMessage(1202, LogLevel.Warning, "The hold of call {CallId} could not be prolonged")]
    public static partial void NotProlonged(ILogger logger, Guid callId, Exception error);

    [LoggerMessage(1203, LogLevel.Error, "The quota store can't be reached; a call of up to {AmountMicros} micro-dollars is let through unchecked, because FailOpen is set")]
    public static partial void LetThrough(ILogger logger, long amountMicros, Exception error);

    [LoggerMessage(1204, LogLevel.Error, "Call {CallId} could not be settled yet ({ChargeMicros} micro-dollars); it is tried again in the background")]
    public static partial void SettlementDeferred(ILogger logger, Guid callId, long chargeMicros, Exception error);

    [LoggerMessage(1205, LogLevel.Information, "All deferred settlements are done")]
    public static partial void SettlementsCaughtUp(ILogger logger);

    [LoggerMessage(1206, LogLevel.Critical, "Call {CallId} was never settled: {ChargeMicros} micro-dollars of the accounts {Accounts} are not charged")]
    public static partial void SettlementLost(ILogger logger, Guid callId, long chargeMicros, string accounts);

    [LoggerMessage(1207, LogLevel.Warning, "Holds that have ended could not be cleared")]
    public static partial void NotReaped(ILogger logger, Exception error);

    [LoggerMessage(1208, LogLevel.Warning, "Call {CallId} cost {ChargeMicros} micro-dollars, more than the {ReservedMicros} that were set aside")]
    public static partial void Overrun(ILogger logger, Guid callId, long chargeMicros, long reservedMicros);
}
