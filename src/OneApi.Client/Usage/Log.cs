using Microsoft.Extensions.Logging;

namespace OneApi.Client.Usage;

/// <summary>Events 1300–1399: usage and pricing. Those of the ledger begin at 1301, those of the reports at 1311.</summary>
internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "The ledger in memory holds {Count} usage records and lets go of the oldest from now on; reports that reach further back are short. Add a durable ledger to keep them")]
    public static partial void MemoryLedgerFull(ILogger logger, int count);

    [LoggerMessage(1311, LogLevel.Information, "The usage report of {Day:yyyy-MM-dd} was given to {Target}: {Calls} calls")]
    public static partial void ReportMade(ILogger logger, DateOnly day, string target, long calls);

    [LoggerMessage(1312, LogLevel.Warning, "The usage of {Day:yyyy-MM-dd} has changed since it was reported; {Target} was given correction {Number}")]
    public static partial void ReportCorrected(ILogger logger, DateOnly day, string target, int number);

    [LoggerMessage(1313, LogLevel.Error, "The usage report of {Day:yyyy-MM-dd} could not be given to {Target}; the next try is in {RetryAfter}")]
    public static partial void TargetFailed(ILogger logger, Exception error, DateOnly day, string target, TimeSpan retryAfter);

    [LoggerMessage(1314, LogLevel.Error, "The usage report of {Day:yyyy-MM-dd} could not be made; the next try is in {RetryAfter}")]
    public static partial void ReportFailed(ILogger logger, Exception error, DateOnly day, TimeSpan retryAfter);

    [LoggerMessage(1315, LogLevel.Error, "The ledger and {Count} accounts differ: the records charge {ChargedMicros} micro-dollars in all, the accounts have settled {SettledMicros}")]
    public static partial void OutOfBalance(ILogger logger, int count, long chargedMicros, long settledMicros);

    [LoggerMessage(1316, LogLevel.Information, "{Count} usage report files older than {Days} days were deleted")]
    public static partial void OldReportsDeleted(ILogger logger, int count, int days);

    [LoggerMessage(1317, LogLevel.Warning, "There is nowhere to give daily usage reports to: set OneApi:Reports:Folder, or register an IDailyReportSink")]
    public static partial void NoReportTarget(ILogger logger);

    [LoggerMessage(1318, LogLevel.Warning, "The report of {Day:yyyy-MM-dd} says {Reported} calls, and the ledger has only {Calls} of them left: {Target} keeps what it was given")]
    public static partial void LedgerHasLost(ILogger logger, DateOnly day, long reported, long calls, string target);
}
