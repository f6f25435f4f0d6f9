using Microsoft.Data.Sqlite;

namespace OneApi.Client.EntityFrameworkCore.Tests.Audit;

/// <summary>Whoever changes the tables by hand is found out.</summary>
public sealed class ChangedRowTests
{
    [Theory]
    [InlineData("""UPDATE "GatewayAudit" SET "Caller" = 'bob' WHERE "Id" = 3""", 3)]
    [InlineData("""UPDATE "GatewayAudit" SET "Before" = "After", "After" = NULL WHERE "Id" = 2""", 2)]
    [InlineData("""DELETE FROM "GatewayAudit" WHERE "Id" = 1""", 1)]
    [InlineData("""DELETE FROM "GatewayAudit" WHERE "Id" = 3""", 3)]
    [InlineData("""DELETE FROM "GatewayAudit" WHERE "Id" = 5""", 5)]
    [InlineData("""DELETE FROM "GatewayAudit" """, 1)]
    [InlineData("""UPDATE "GatewayAuditHead" SET "Id" = 4""", 5)]
    public async Task ChangedRow_BreaksTheChainThere(string change, long brokenAt)
    {
        using var file = new SqliteFile();
        await using var stores = Stores.OnSqlite(file.Path);
        for (var i = 1; i <= 5; i++)
        {
            await stores.Audit.AppendAsync(new() { At = DateTimeOffset.UnixEpoch, Caller = "anna", Action = "token.create", Target = $"{i}", After = "{}" }, TestContext.Current.CancellationToken);
        }

        Assert.True((await stores.Audit.CheckAsync(TestContext.Current.CancellationToken)).IsWhole);
        await using var connection = new SqliteConnection($"Data Source={file.Path}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // of this file
        command.CommandText = change;
#pragma warning restore CA2100
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        var check = await stores.Audit.CheckAsync(TestContext.Current.CancellationToken);

        Assert.Equal((false, brokenAt), (check.IsWhole, check.BrokenAt));
    }
}
