using Microsoft.EntityFrameworkCore;

namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>The tables of the gateway. Each engine has a context of its own, for its own migrations.</summary>
internal abstract class GatewayDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The table that keeps which migrations were applied; a name of our own, since a host may keep its tables beside ours.</summary>
    public const string HistoryTable = "OneApiMigrations";

    public DbSet<TokenRow> Tokens => Set<TokenRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<SettingRow> Settings => Set<SettingRow>();

    public DbSet<SettingsVersionRow> SettingsVersions => Set<SettingsVersionRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<AuditHeadRow> AuditHeads => Set<AuditHeadRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AccountRow>(static table =>
        {
            table.ToTable("QuotaAccounts").HasKey(static row => row.Key);
        });
        modelBuilder.Entity<HoldRow>(static table =>
        {
            table.ToTable("QuotaHolds").HasKey(static row => row.Id);
            table.HasIndex(static row => row.ExpiresAt);
        });
        modelBuilder.Entity<EndedRow>(static table =>
        {
            table.ToTable("QuotaEnded").HasKey(static row => row.Id);
            table.HasIndex(static row => row.EndedAt);
        });
        modelBuilder.Entity<EntryRow>(static table => table.ToTable("QuotaEntries").HasKey(static row => new { row.Account, row.Id }));
        modelBuilder.Entity<RecordRow>(static table =>
        {
            table.ToTable("UsageRecords").HasKey(static row => row.CallId);
            table.HasIndex(static row => new { row.StartedAt, row.CallId });
        });
        modelBuilder.Entity<LabelRow>(static table => table.ToTable("UsageLabels").HasKey(static row => new { row.CallId, row.Name }));
        modelBuilder.Entity<ChargeRow>(static table => table.ToTable("UsageCharges").HasKey(static row => new { row.CallId, row.Account }));
        modelBuilder.Entity<TokenRow>(static table =>
        {
            table.ToTable("AccessTokens").HasKey(static row => row.Number);
            table.Property(static row => row.Id).IsRequired();
            table.HasIndex(static row => row.Id).IsUnique();
            table.HasIndex(static row => row.UpperName).IsUnique();
        });
        modelBuilder.Entity<KeyRow>(static table =>
        {
            table.ToTable("AccessKeys").HasKey(static row => row.Id);
            table.HasIndex(static row => row.TokenId);
        });
        modelBuilder.Entity<FactRow>(static table => table.ToTable("ChannelFacts").HasKey(static row => row.Place));
        modelBuilder.Entity<SettingRow>(static table => table.ToTable("GatewaySettings").HasKey(static row => new { row.Kind, row.UpperName }));
        modelBuilder.Entity<SettingsVersionRow>(static table =>
        {
            table.ToTable("GatewaySettingsVersion").HasKey(static row => row.Id);
            table.Property(static row => row.Id).ValueGeneratedNever();
            table.HasData(new SettingsVersionRow { Id = SettingsVersionRow.Only, Version = 0 });
        });
        modelBuilder.Entity<AuditRow>(static table =>
        {
            table.ToTable("GatewayAudit").HasKey(static row => row.Id);
            table.Property(static row => row.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<AuditHeadRow>(static table =>
        {
            table.ToTable("GatewayAuditHead").HasKey(static row => row.Key);
            table.Property(static row => row.Key).ValueGeneratedNever();
            table.HasData(new AuditHeadRow { Key = AuditHeadRow.OnlyKey, Id = 0, Hash = string.Empty });
        });
    }
}
