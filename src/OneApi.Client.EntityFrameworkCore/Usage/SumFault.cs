using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>A sum that no <see cref="long"/> holds is the same error in both engines, and the one that adding totals up gives.</summary>
internal static class SumFault
{
    public static async Task<DbDataReader> ExecuteAsync(DbCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (IsOverflow(exception))
        {
            throw TooLarge(exception);
        }
    }

    public static async Task<bool> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (IsOverflow(exception))
        {
            throw TooLarge(exception);
        }
    }

    private static bool IsOverflow(DbException exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.NumericValueOutOfRange,
        SqliteException sqlite => sqlite.Message.Contains("integer overflow", StringComparison.Ordinal),
        _ => false,
    };

    private static OverflowException TooLarge(DbException cause) => new("A sum of the ledger is too large.", cause);
}
