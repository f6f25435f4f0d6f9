using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Row 45: no call waits for a write to the database. The figures are in bench/README.md.</summary>
public sealed class HotPathRowsTests
{
    private const int Calls = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream\":true")]
    public async Task Row45_WithRedis_CallsAreServedWhileTheDatabaseTakesNoWrite_AndTheRecordsFollow(string more)
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server and redis-cli are not installed on this machine.");
        await using var redis = await RedisServer.StartAsync(appendOnly: true);
        await using var fake = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(
            options =>
            {
                options.Channels.Add(StoryHost.Channel("main", "openai", fake, "gpt-x"));
                options.Prices["*"] = new() { Input = "1", Output = "2" };
            },
            services: services => services.AddOneApi().AddRedis(options => options.Url = redis.Url));
        var token = await host.TokenAsync("""{"name":"a","quota":50000,"group":"internal_dev"}""");
        var (id, key) = (token.GetProperty("id").GetString(), token.GetProperty("key").GetString());
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "oneapi.db")}"))
        {
            await connection.OpenAsync(Stop);
            await using var locked = connection.BeginTransaction(deferred: false); // nobody else can write until its end

            for (var i = 0; i < Calls; i++)
            {
                var reply = await host.ChatAsync("gpt-x", more, key);
                Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
            }

            await using var count = connection.CreateCommand();
            count.CommandText = """SELECT COUNT(*) FROM "UsageRecords" """;
            Assert.Equal(0L, await count.ExecuteScalarAsync(Stop));
            await locked.RollbackAsync(Stop);
        }

        Assert.Equal(Calls, await CallsOfAsync(host, id)); // a report takes in what still waits
        var books = await host.AdminAsync("GET", "/api/v1/reconcile");
        Assert.True(books.Json.GetProperty("is_balanced").GetBoolean(), books.Text);
    }

    private static async Task<int> CallsOfAsync(StoryHost host, string? id)
    {
        var rows = (await host.AdminAsync("GET", $"/api/v1/usage?token={id}")).Json.GetProperty("data");
        return rows.GetArrayLength() == 0 ? 0 : rows[0].GetProperty("calls").GetInt32();
    }
}
