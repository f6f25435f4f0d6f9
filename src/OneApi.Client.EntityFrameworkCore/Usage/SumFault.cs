using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>A sum that no <see cref="long"/> holds is the same error in both engines, and the one that adding totals up gives.</summary>
internal static class SumFault
{
    public static async Task<bool> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.NumericValueOutOfRange)
        {
            throw new OverflowException("A sum of the ledger is too large.", exception);
        }
        catch (SqliteException exception) when (exception.Message.Contains("integer overflow", StringComparison.Ordinal))
        {
            throw new OverflowException("A sum of the ledger is too large.", exception);
        }
    }
}
