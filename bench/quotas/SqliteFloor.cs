using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Bench.Quotas;

/// <summary>The floor of SQLite: one UPDATE for a pair, WAL, synchronous=FULL, by one writer. Each in a transaction of its own, or all that wait in one.</summary>
internal sealed class SqliteFloor : Contestant
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oneapi-bench-").FullName;
    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>(new() { SingleReader = true });
    private readonly int _most;
    private readonly SqliteConnection _connection;
    private Task _writer = Task.CompletedTask;

    public SqliteFloor(int most)
        : base(most == 1 ? "floor: 1 UPDATE, single" : $"floor: 1 UPDATE, up to {most} a commit")
    {
        _most = most;
        _connection = new($"Data Source={Path.Combine(_folder, "floor.db")};Pooling=false");
    }

    public override Task OpenAsync()
    {
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE floor (id INTEGER PRIMARY KEY, sum INTEGER NOT NULL); INSERT INTO floor VALUES (1, 0)");
        _writer = Task.Run(WriteAsync);
        return Task.CompletedTask;
    }

    public override async ValueTask PairAsync(int caller)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite(done);
        await done.Task;
    }

    public override Task CheckAsync(long pairs)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT sum FROM floor";
        var sum = (long)command.ExecuteScalar()!;
        return sum == pairs * 7 ? Task.CompletedTask : throw new InvalidOperationException($"{Name}: {sum} for {pairs} pairs.");
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _writer;
        await _connection.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WriteAsync()
    {
        using var begin = Prepare("BEGIN IMMEDIATE");
        using var update = Prepare("UPDATE floor SET sum = sum + 7 WHERE id = 1");
        using var commit = Prepare("COMMIT");
        var batch = new List<TaskCompletionSource>(_most);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            begin.ExecuteNonQuery();
            while (batch.Count < _most && _waiting.Reader.TryRead(out var one))
            {
                update.ExecuteNonQuery();
                batch.Add(one);
            }

            commit.ExecuteNonQuery();
            batch.ForEach(static one => one.SetResult());
            batch.Clear();
        }
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql; // several statements, the later ones on what the first has made: not to be prepared
        command.ExecuteNonQuery();
    }
}
