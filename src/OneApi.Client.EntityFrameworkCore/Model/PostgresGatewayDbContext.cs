using Microsoft.EntityFrameworkCore;

namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>The tables in PostgreSQL. Texts compare by their bytes, as in SQLite.</summary>
internal sealed class PostgresGatewayDbContext(DbContextOptions<PostgresGatewayDbContext> options) : GatewayDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<string>().UseCollation("C");
}
