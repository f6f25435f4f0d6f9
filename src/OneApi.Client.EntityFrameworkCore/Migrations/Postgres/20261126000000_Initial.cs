using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OneApi.Client.EntityFrameworkCore.Migrations.Postgres
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
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TokenId = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AccessTokens",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UpperName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessTokens", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "QuotaAccounts",
                columns: table => new
                {
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LimitMicros = table.Column<long>(type: "bigint", nullable: true),
                    ConfiguredMicros = table.Column<long>(type: "bigint", nullable: true),
                    SettledMicros = table.Column<long>(type: "bigint", nullable: false),
                    HeldMicros = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuotaAccounts", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "QuotaEnded",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IsCharged = table.Column<bool>(type: "boolean", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuotaEnded", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "QuotaEntries",
                columns: table => new
                {
                    Account = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AmountMicros = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuotaEntries", x => new { x.Account, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "QuotaHolds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Accounts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AmountMicros = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    Sequence = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuotaHolds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UsageCharges",
                columns: table => new
                {
                    CallId = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Micros = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageCharges", x => new { x.CallId, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "UsageLabels",
                columns: table => new
                {
                    CallId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageLabels", x => new { x.CallId, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "UsageRecords",
                columns: table => new
                {
                    CallId = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TokenId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Group = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Model = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Channel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Provider = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Outcome = table.Column<int>(type: "integer", nullable: false),
                    Attempts = table.Column<long>(type: "bigint", nullable: false),
                    InputTokens = table.Column<long>(type: "bigint", nullable: false),
                    CachedInputTokens = table.Column<long>(type: "bigint", nullable: false),
                    CacheWriteTokens = table.Column<long>(type: "bigint", nullable: false),
                    OutputTokens = table.Column<long>(type: "bigint", nullable: false),
                    ReasoningTokens = table.Column<long>(type: "bigint", nullable: false),
                    Images = table.Column<long>(type: "bigint", nullable: false),
                    ChargeMicros = table.Column<long>(type: "bigint", nullable: true),
                    ProviderCostMicros = table.Column<long>(type: "bigint", nullable: true),
                    IsEstimated = table.Column<bool>(type: "boolean", nullable: false),
                    DurationTicks = table.Column<long>(type: "bigint", nullable: false),
                    FirstTokenTicks = table.Column<long>(type: "bigint", nullable: true),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C")
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
