using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OneApi.Client.EntityFrameworkCore.Model;
using SQLitePCL;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>The writer's connection to SQLite with its statements. It reads under the write lock, one row at a time.</summary>
internal sealed class SqliteSession : IBatchSource, IAsyncDisposable
{
    private readonly GatewayDbContext _context;
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _dataVersion;
    private readonly SqliteStatement _account;
    private readonly SqliteStatement _hold;
    private readonly SqliteStatement _ended;
    private readonly SqliteStatement _entry;
    private readonly SqliteStatement _record;
    private readonly SqliteStatement _expiredOfAccount;
    private readonly SqliteStatement _expired;

    public SqliteSession(GatewayDbContext context)
    {
        _context = context;
        Connection = ((SqliteConnection)context.Database.GetDbConnection()).Handle!;

        // A taken lock is polled for, shortly and with others in between: SQLite's own waiting backs off to 100 ms and starves.
        raw.sqlite3_busy_timeout(Connection, 0);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _dataVersion = Prepare("PRAGMA data_version");
        _account = Prepare("""SELECT "LimitMicros", "ConfiguredMicros", "SettledMicros", "HeldMicros" FROM "QuotaAccounts" WHERE "Key" = ?""");
        _hold = Prepare("""SELECT "Id", "Accounts", "AmountMicros", "ExpiresAt", "Sequence" FROM "QuotaHolds" WHERE "Id" = ?""");
        _ended = Prepare("""SELECT "IsCharged" FROM "QuotaEnded" WHERE "Id" = ?""");
        _entry = Prepare("""SELECT 1 FROM "QuotaEntries" WHERE "Account" = ? AND "Id" = ?""");
        _record = Prepare("""SELECT 1 FROM "UsageRecords" WHERE "CallId" = ?""");
        _expiredOfAccount = Prepare("""
            SELECT "Id", "Accounts", "AmountMicros", "ExpiresAt", "Sequence" FROM "QuotaHolds"
            WHERE "ExpiresAt" <= ? AND instr(char(31) || "Accounts" || char(31), char(31) || ? || char(31)) > 0 ORDER BY "ExpiresAt"
            """);
        _expired = Prepare("""SELECT "Id", "Accounts", "AmountMicros", "ExpiresAt", "Sequence" FROM "QuotaHolds" WHERE "ExpiresAt" <= ? ORDER BY "ExpiresAt" LIMIT ?""");
    }

    public sqlite3 Connection { get; }

    public SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(Connection, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Takes the write lock.</summary>
    /// <returns><see langword="false"/> when another connection has it.</returns>
    public bool TryBegin()
    {
        try
        {
            _begin.Run();
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_BUSY)
        {
            return false;
        }
    }

    public void Commit() => _commit.Run();

    /// <summary>Reads a number that changes when another connection has written.</summary>
    public long DataVersion() => One(_dataVersion)!.Value;

    public AccountRow? ReadAccount(string key)
    {
        if (!_account.Add(key).Step())
        {
            return null;
        }

        var row = new AccountRow { Key = key, LimitMicros = _account.LongOrNull(0), ConfiguredMicros = _account.LongOrNull(1), SettledMicros = _account.Long(2), HeldMicros = _account.Long(3) };
        _account.Reset();
        return row;
    }

    public HoldRow? ReadHold(Guid id)
    {
        if (!_hold.Add(id).Step())
        {
            return null;
        }

        var row = Hold(_hold);
        _hold.Reset();
        return row;
    }

    public bool? ReadEnded(Guid id) => One(_ended.Add(id)) is { } isCharged ? isCharged != 0 : null;

    public bool HasEntry(string account, Guid id) => One(_entry.Add(account).Add(id)) is not null;

    public bool HasRecord(Guid callId) => One(_record.Add(callId)) is not null;

    public IReadOnlyList<HoldRow> ReadExpired(string account, long now) => Holds(_expiredOfAccount.Add(now).Add(account));

    public IReadOnlyList<HoldRow> ReadExpired(int count, long now) => Holds(_expired.Add(now).Add((long)count));

    public async ValueTask DisposeAsync()
    {
        // The connection goes back to its pool, which knows nothing of our transaction.
        if (raw.sqlite3_get_autocommit(Connection) == 0)
        {
            _rollback.Run();
        }

        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        await _context.DisposeAsync().ConfigureAwait(false);
    }

    private static long? One(SqliteStatement statement)
    {
        if (!statement.Step())
        {
            return null;
        }

        var value = statement.Long(0);
        statement.Reset();
        return value;
    }

    private static IReadOnlyList<HoldRow> Holds(SqliteStatement statement)
    {
        List<HoldRow>? rows = null;
        while (statement.Step())
        {
            (rows ??= []).Add(Hold(statement));
        }

        return rows ?? (IReadOnlyList<HoldRow>)[];
    }

    private static HoldRow Hold(SqliteStatement statement) => new()
    {
        Id = statement.Id(0),
        Accounts = statement.Text(1),
        AmountMicros = statement.Long(2),
        ExpiresAt = statement.Long(3),
        Sequence = (int)statement.Long(4),
    };
}
