using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OneApi.Client.EntityFrameworkCore.Migrations.Sqlite
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AccessKeys",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    TokenId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AccessTokens",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    UpperName = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessTokens", x => x.Number);
                });

            // By hand: a table without row ids is one tree instead of two, which halves the writing. The tool has no word for it.
            migrationBuilder.Sql("""
                CREATE TABLE "QuotaAccounts" ("Key" TEXT NOT NULL PRIMARY KEY, "LimitMicros" INTEGER NULL, "ConfiguredMicros" INTEGER NULL, "SettledMicros" INTEGER NOT NULL, "HeldMicros" INTEGER NOT NULL) WITHOUT ROWID;
                """);

            migrationBuilder.Sql("""
                CREATE TABLE "QuotaEnded" ("Id" BLOB NOT NULL PRIMARY KEY, "IsCharged" INTEGER NOT NULL, "EndedAt" INTEGER NOT NULL) WITHOUT ROWID;
                """);

            migrationBuilder.Sql("""
                CREATE TABLE "QuotaEntries" ("Account" TEXT NOT NULL, "Id" BLOB NOT NULL, "AmountMicros" INTEGER NOT NULL, "Reason" TEXT NOT NULL, "At" INTEGER NOT NULL, PRIMARY KEY ("Account", "Id")) WITHOUT ROWID;
                """);

            migrationBuilder.Sql("""
                CREATE TABLE "QuotaHolds" ("Id" BLOB NOT NULL PRIMARY KEY, "Accounts" TEXT NOT NULL, "AmountMicros" INTEGER NOT NULL, "ExpiresAt" INTEGER NOT NULL, "Sequence" INTEGER NOT NULL) WITHOUT ROWID;
                """);

            migrationBuilder.Sql("""
                CREATE TABLE "UsageCharges" ("CallId" BLOB NOT NULL, "Account" TEXT NOT NULL, "Micros" INTEGER NOT NULL, PRIMARY KEY ("CallId", "Account")) WITHOUT ROWID;
                """);

            migrationBuilder.Sql("""
                CREATE TABLE "UsageLabels" ("CallId" BLOB NOT NULL, "Name" TEXT NOT NULL, "Value" TEXT NOT NULL, PRIMARY KEY ("CallId", "Name")) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "UsageRecords",
                columns: table => new
                {
                    CallId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: true),
                    TokenId = table.Column<string>(type: "TEXT", nullable: true),
                    Group = table.Column<string>(type: "TEXT", nullable: false),
                    Model = table.Column<string>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", nullable: true),
                    Provider = table.Column<string>(type: "TEXT", nullable: true),
                    Outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<long>(type: "INTEGER", nullable: false),
                    InputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    CachedInputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    CacheWriteTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    OutputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    ReasoningTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    Images = table.Column<long>(type: "INTEGER", nullable: false),
                    ChargeMicros = table.Column<long>(type: "INTEGER", nullable: true),
                    ProviderCostMicros = table.Column<long>(type: "INTEGER", nullable: true),
                    IsEstimated = table.Column<bool>(type: "INTEGER", nullable: false),
                    DurationTicks = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstTokenTicks = table.Column<long>(type: "INTEGER", nullable: true),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageRecords", x => x.CallId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccessKeys_TokenId",
                table: "AccessKeys",
                column: "TokenId");

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_Id",
                table: "AccessTokens",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_UpperName",
                table: "AccessTokens",
                column: "UpperName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_QuotaEnded_EndedAt",
                table: "QuotaEnded",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_QuotaHolds_ExpiresAt",
                table: "QuotaHolds",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_UsageRecords_StartedAt_CallId",
                table: "UsageRecords",
                columns: new[] { "StartedAt", "CallId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccessKeys");

            migrationBuilder.DropTable(
                name: "AccessTokens");

            migrationBuilder.DropTable(
                name: "QuotaAccounts");

            migrationBuilder.DropTable(
                name: "QuotaEnded");

            migrationBuilder.DropTable(
                name: "QuotaEntries");

            migrationBuilder.DropTable(
                name: "QuotaHolds");

            migrationBuilder.DropTable(
                name: "UsageCharges");

            migrationBuilder.DropTable(
                name: "UsageLabels");

            migrationBuilder.DropTable(
                name: "UsageRecords");
        }
    }
}
