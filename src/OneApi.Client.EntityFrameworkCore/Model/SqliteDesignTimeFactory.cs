using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>Makes a context for the tool that writes migrations; no database is opened.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteGatewayDbContext>
{
    public SqliteGatewayDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteGatewayDbContext>().UseSqlite(static engine => engine.MigrationsHistoryTable(GatewayDbContext.HistoryTable)).Options);
}
