using Npgsql;

namespace Bench.Quotas;

/// <summary>The floor of PostgreSQL: one statement that changes one row, in a transaction of its own, committed to disk.</summary>
internal sealed class PostgresFloor(string connectionString) : Contestant("floor: 1 UPDATE … RETURNING")
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=64;Max Auto Prepare=4;Timeout=60");

    public override async Task OpenAsync()
    {
        await using var command = _source.CreateCommand("CREATE TABLE floor (id int PRIMARY KEY, sum bigint NOT NULL); INSERT INTO floor VALUES (1, 0)");
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask PairAsync(int caller)
    {
        await using var command = _source.CreateCommand("UPDATE floor SET sum = sum + 7 WHERE id = 1 RETURNING sum");
        await command.ExecuteScalarAsync();
    }

    public override async Task CheckAsync(long pairs)
    {
        await using var command = _source.CreateCommand("SELECT sum FROM floor WHERE id = 1");
        var sum = (long)(await command.ExecuteScalarAsync())!;
        if (sum != pairs * 7)
        {
            throw new InvalidOperationException($"{Name}: {sum} for {pairs} pairs.");
        }
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
