using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OneApi.Client.EntityFrameworkCore.Migrations.Sqlite
{
    /// <inheritdoc />
    internal sealed partial class SettingsAndAudit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GatewayAudit",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Caller = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", nullable: true),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Target = table.Column<string>(type: "TEXT", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true),
                    Address = table.Column<string>(type: "TEXT", nullable: true),
                    RequestId = table.Column<string>(type: "TEXT", nullable: true),
                    Hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GatewayAudit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GatewayAuditHead",
                columns: table => new
                {
                    Key = table.Column<int>(type: "INTEGER", nullable: false),
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GatewayAuditHead", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "GatewaySettings",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    UpperName = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false),
                    Secrets = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GatewaySettings", x => new { x.Kind, x.UpperName });
                });

            migrationBuilder.CreateTable(
                name: "GatewaySettingsVersion",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GatewaySettingsVersion", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "GatewayAuditHead",
                columns: new[] { "Key", "Hash", "Id" },
                values: new object[] { 1, "", 0L });

            migrationBuilder.InsertData(
                table: "GatewaySettingsVersion",
                columns: new[] { "Id", "Version" },
                values: new object[] { 1, 0L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GatewayAudit");

            migrationBuilder.DropTable(
                name: "GatewayAuditHead");

            migrationBuilder.DropTable(
                name: "GatewaySettings");

            migrationBuilder.DropTable(
                name: "GatewaySettingsVersion");
        }
    }
}
