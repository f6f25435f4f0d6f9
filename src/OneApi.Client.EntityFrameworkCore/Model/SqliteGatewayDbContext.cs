using Microsoft.EntityFrameworkCore;

namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>The tables in SQLite. Ids are blobs of 16 bytes in big-endian order, which sort as ids do.</summary>
internal sealed class SqliteGatewayDbContext(DbContextOptions<SqliteGatewayDbContext> options) : GatewayDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Guid>().HaveConversion<GuidBlobConverter>();
}
