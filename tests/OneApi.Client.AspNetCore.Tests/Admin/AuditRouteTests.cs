using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>Who changed what: reliability §4.</summary>
public sealed class AuditRouteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryWrite_IsKept_WithWhoWhatBeforeAfterAndAddress()
    {
        await using var host = await AdminHost.StartAsync();
        var token = await host.SendAsync("POST", "/api/v1/token", """{"name":"a","quota":100}""", key: AdminHost.KeyOf(OneApiAdminRole.Operator));
        var id = token.Json.GetProperty("id").GetString();
        await host.SendAsync("PATCH", $"/api/v1/token/{id}", """{"quota":200}""");
        var changed = await host.SendAsync("PATCH", "/api/v1/channels/one", """{"weight":9}""");

        var page = await host.SendAsync("GET", "/api/v1/audit");

        var entries = page.Json.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal([("channel.change", "one", "admin"), ("token.change", id, "admin"), ("token.create", id, "operator")], entries.Select(static one => (Text(one, "action"), Text(one, "target"), Text(one, "caller"))));
        Assert.Equal([3, 2, 1], entries.Select(static one => one.GetProperty("id").GetInt64()));
        Assert.Equal((JsonValueKind.Null, "a"), (entries[2].GetProperty("before").ValueKind, Text(entries[2].GetProperty("after"), "name")));
        Assert.Equal((100, 200), (entries[1].GetProperty("before").GetProperty("quota").GetInt32(), entries[1].GetProperty("after").GetProperty("quota").GetInt32()));
        Assert.Equal((1, 9), (Weight(entries[0], "before"), Weight(entries[0], "after")));
        Assert.Equal(("operator", "127.0.0.1", changed.Header("x-request-id")), (Text(entries[2], "role"), Text(entries[0], "address"), Text(entries[0], "request_id")));
        Assert.DoesNotContain(token.Json.GetProperty("key").GetString()!, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasRefused_IsNoEntry()
    {
        await using var host = await AdminHost.StartAsync();

        await host.SendAsync("PATCH", "/api/v1/channels/one", """{"weight":-1}""");
        await host.SendAsync("DELETE", "/api/v1/channels/none");
        await host.SendAsync("POST", "/api/v1/token", """{"name":"a"}""", key: AdminHost.KeyOf(OneApiAdminRole.Viewer));

        Assert.Empty((await host.SendAsync("GET", "/api/v1/audit")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Pages_AndFilters_GiveWhatTheyName()
    {
        await using var host = await AdminHost.StartAsync();
        foreach (var weight in (int[])[2, 3, 4])
        {
            await host.SendAsync("PATCH", "/api/v1/channels/one", $$"""{"weight":{{weight}}}""");
        }

        await host.SendAsync("PUT", "/api/v1/prices/gpt-x", """{"input":"1","output":"2"}""");

        var first = await host.SendAsync("GET", "/api/v1/audit?limit=2&action=channel.");
        var second = await host.SendAsync("GET", $"/api/v1/audit?limit=2&action=channel.&after={Text(first.Json, "next")}");

        Assert.Equal([4, 3], first.Json.GetProperty("data").EnumerateArray().Select(static one => Weight(one, "after")));
        Assert.Equal([2], second.Json.GetProperty("data").EnumerateArray().Select(static one => Weight(one, "after")));
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("next").ValueKind);
        Assert.Equal("price.create", Text(Assert.Single((await host.SendAsync("GET", "/api/v1/audit?target=gpt-x")).Json.GetProperty("data").EnumerateArray()), "action"));
        Assert.Empty((await host.SendAsync("GET", "/api/v1/audit?caller=nobody")).Json.GetProperty("data").EnumerateArray());
        Assert.Empty((await host.SendAsync("GET", "/api/v1/audit?until=2026-11-26T00:00:00Z")).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(4, (await host.SendAsync("GET", "/api/v1/audit?day=2026-11-26")).Json.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("after=x", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("from=soon", "from")]
    [InlineData("who=me", "who")]
    public async Task WrongParameter_IsNamed(string query, string field)
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("GET", $"/api/v1/audit?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, field), (reply.Status, Assert.Single(reply.Fields)));
    }

    [Fact]
    public async Task File_HoldsTheSame_AndTheCheckFindsItWhole()
    {
        await using var host = await AdminHost.StartAsync();
        await host.SendAsync("PUT", "/api/v1/prices/=cmd()", """{"input":"1","output":"2"}""");
        await host.SendAsync("PATCH", "/api/v1/channels/one", """{"weight":9}""");

        var file = await host.SendAsync("GET", "/api/v1/audit.csv");
        var check = await host.SendAsync("GET", "/api/v1/audit/check");

        var lines = file.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,at,caller,role,action,target,before,after,address,request_id,hash", lines[0]);
        Assert.StartsWith("2,2026-11-26T09:30:00", lines[1], StringComparison.Ordinal);
        Assert.Contains(",price.create,\"'=cmd()\",", lines[2], StringComparison.Ordinal);
        Assert.Equal((true, 2), (check.Json.GetProperty("is_whole").GetBoolean(), check.Json.GetProperty("entries").GetInt32()));
        Assert.Equal(lines[1].Split(',')[^1], Text(check.Json, "head"));
    }

    [Fact]
    public async Task LogThatCantBeWritten_UndoesNothing()
    {
        await using var host = await AdminHost.StartAsync(services: static services => services.AddSingleton<IAuditLog, Broken>());

        var changed = await host.SendAsync("PATCH", "/api/v1/channels/one", """{"weight":9}""");

        Assert.Equal(HttpStatusCode.OK, changed.Status);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Weight(JsonElement entry, string side) => entry.GetProperty(side).GetProperty("settings").GetProperty("weight").GetInt32();

    private sealed class Broken : IAuditLog
    {
        public ValueTask<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default) => throw new IOException("The disk is full.");

        public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default) => throw new IOException("The disk is full.");

        public ValueTask<AuditCheck> CheckAsync(CancellationToken cancellationToken = default) => throw new IOException("The disk is full.");
    }
}
