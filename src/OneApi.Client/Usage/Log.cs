using Microsoft.Extensions.Logging;

namespace OneApi.Client.Usage;

/// <summary>Events 1300–1399: usage and pricing. Those of the ledger begin at 1301, those of the reports at 1311.</summary>
internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "The ledger in memory holds {Count} usage records and lets go of the oldest from now on; reports that reach further back are short. Add a durable ledger to keep them")]
    public static partial void MemoryLedgerFull(ILogger logger, int count);
}
