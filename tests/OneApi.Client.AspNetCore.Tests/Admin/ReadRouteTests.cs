using System.Net;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>What is read: usage, requests, the overview, health, events, comparisons, the description.</summary>
public sealed class ReadRouteTests
{
    [Fact]
    public async Task Row11_Usage_TellsWhatACustomerUsedToday()
    {
        await using var host = await AdminHost.StartAsync();
        var key = (await host.MakeTokenAsync("""{"name":"a","owner":"customer-a","group":"customer_service"}""")).GetProperty("key").GetString();
        await host.AskAsync(key);
        await host.AskAsync(key);
        await host.AskAsync(key: null, "gpt-x");

        var rows = (await host.SendAsync("GET", "/api/v1/usage?day=today&tz=Asia/Shanghai&by=day,owner&owner=customer-a")).Json.GetProperty("data");
        var csv = await host.SendAsync("GET", "/api/v1/usage?by=owner&order=calls", change: static request => request.Headers.Accept.ParseAdd("text/csv"));
        var yesterday = (await host.SendAsync("GET", "/api/v1/usage?day=yesterday")).Json.GetProperty("data");

        var row = Assert.Single(rows.EnumerateArray());
        Assert.Equal(("2026-11-26", "customer-a", 2), (row.GetProperty("day").GetString(), row.GetProperty("owner").GetString(), row.GetProperty("calls").GetInt32()));
        Assert.StartsWith("owner,calls,", csv.Text, StringComparison.Ordinal);
        Assert.StartsWith("customer-a,2,", csv.Text.Split("\r\n")[1], StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(yesterday.EnumerateArray()).GetProperty("calls").GetInt32());
    }

    [Theory]
    [InlineData("by=colour", "by")]
    [InlineData("order=beauty", "order")]
    [InlineData("day=someday", "day")]
    [InlineData("day=today&from=today", "day")]
    [InlineData("tz=Mars", "tz")]
    [InlineData("top=0", "top")]
    [InlineData("outcome=fine", "outcome")]
    [InlineData("color=red", "color")]
    public async Task Usage_WithAWrongParameter_NamesIt(string query, string field)
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("GET", "/api/v1/usage?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal([field], reply.Fields);
    }

    [Fact]
    public async Task Requests_ComeNewestFirst_InPages_WithTheirAttempts()
    {
        await using var host = await AdminHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.AskAsync(key: null, "gpt-x");
            host.Time.Advance(TimeSpan.FromMinutes(7 * (i + 1)));
        }

        var times = new List<DateTimeOffset>();
        string? next = null;
        JsonElement last = default;
        do
        {
            var page = (await host.SendAsync("GET", "/api/v1/requests?limit=2" + (next is null ? "" : "&after=" + next))).Json;
            foreach (var item in page.GetProperty("data").EnumerateArray())
            {
                times.Add(item.GetProperty("started_at").GetDateTimeOffset());
                last = item;
            }

            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(5, times.Distinct().Count());
        Assert.Equal(times.OrderDescending(), times);
        var one = (await host.SendAsync("GET", "/api/v1/requests/" + last.GetProperty("id").GetString())).Json;
        Assert.Equal("one", one.GetProperty("attempts")[0].GetProperty("channel").GetString());
        Assert.Equal(("succeeded", "gpt-x"), (one.GetProperty("outcome").GetString(), one.GetProperty("served_model").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("GET", "/api/v1/requests/" + Guid.CreateVersion7(host.Time.GetUtcNow()))).Status);
        Assert.Equal(["after"], (await host.SendAsync("GET", "/api/v1/requests?after=xyz")).Fields);
    }

    [Fact]
    public async Task Row43_Channels_RestAndResume_AndTheOverviewCountsThem()
    {
        await using var host = await AdminHost.StartAsync();

        var rested = (await host.SendAsync("POST", "/api/v1/channels/one/rest", """{"duration":600,"note":"maintenance"}""")).Json;
        var overview = (await host.SendAsync("GET", "/api/v1/overview")).Json;
        await host.AskAsync(key: null, "gpt-x");
        var resumed = (await host.SendAsync("POST", "/api/v1/channels/one/resume")).Json;

        Assert.Equal(
            ("switched_off", "switched_off", "maintenance", "2026-11-26T09:40:00Z"),
            (rested.GetProperty("state").GetString(), rested.GetProperty("reason").GetString(), rested.GetProperty("note").GetString(), rested.GetProperty("until").GetString()));
        Assert.Equal((2, 1, 1), (overview.GetProperty("health").GetProperty("channels").GetInt32(), overview.GetProperty("health").GetProperty("ready").GetInt32(), overview.GetProperty("health").GetProperty("switched_off").GetInt32()));
        Assert.Equal("two", (await host.SendAsync("GET", "/api/v1/requests")).Json.GetProperty("data")[0].GetProperty("channel").GetString());
        Assert.Equal("ready", resumed.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("POST", "/api/v1/channels/three/rest")).Status);
        Assert.Equal(["duration"], (await host.SendAsync("POST", "/api/v1/channels/one/rest", """{"duration":0}""")).Fields);
    }

    [Fact]
    public async Task Reconcile_SaysThatItAddsUp()
    {
        await using var host = await AdminHost.StartAsync();
        var key = (await host.MakeTokenAsync("""{"name":"a","quota":100,"group":"customer_service"}""")).GetProperty("key").GetString();
        await host.AskAsync(key);

        var found = (await host.SendAsync("GET", "/api/v1/reconcile")).Json;

        Assert.True(found.GetProperty("is_balanced").GetBoolean());
        Assert.True(found.GetProperty("charged_micros").GetInt64() > 0);
    }

    [Fact]
    public async Task Row42_Compare_AnswersEveryPane_WholeAndStreamed()
    {
        await using var host = await AdminHost.StartAsync();

        var whole = (await host.SendAsync("POST", "/api/v1/compare", """{"models":["gpt-x","nobody"],"prompt":"hello"}""")).Json.GetProperty("data");
        var streamed = (await host.SendAsync("POST", "/api/v1/compare", """{"targets":[{"channel":"two","model":"gpt-x"}],"prompt":"hello","stream":true}""")).Text;

        Assert.Equal(("succeeded", "failed"), (whole[0].GetProperty("outcome").GetString(), whole[1].GetProperty("outcome").GetString()));
        Assert.Equal("model_not_found", whole[1].GetProperty("error").GetProperty("kind").GetString());
        Assert.Contains("event: piece\ndata: {\"pane\":0,", streamed, StringComparison.Ordinal);
        Assert.EndsWith("event: done\ndata: {\"panes\":1}\n\n", streamed, StringComparison.Ordinal);
        Assert.Equal(["access_token"], (await host.SendAsync("POST", "/api/v1/compare", """{"models":["gpt-x"],"prompt":"hello"}""", OneApiAdminRole.SelfService)).Fields);
    }

    [Fact]
    public async Task Events_TellOfCalls_OfHealth_AndThatTheyAreStillThere()
    {
        await using var host = await AdminHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Authorization = new("Bearer", AdminHost.KeyOf(OneApiAdminRole.Viewer));
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        async Task<string> Until(string start)
        {
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken) is { } line)
            {
                if (line.StartsWith(start, StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new EndOfStreamException();
        }

        await Until("event: ready");
        await host.AskAsync(key: null, "gpt-x");
        await Until("event: call");
        Assert.Equal("gpt-x", JsonDocument.Parse((await Until("data: "))[6..]).RootElement.GetProperty("served_model").GetString());
        await host.SendAsync("POST", "/api/v1/channels/one/rest");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await Until("event: health");
        Assert.Equal("switched_off", JsonDocument.Parse((await Until("data: "))[6..]).RootElement.GetProperty("now").GetProperty("state").GetString());
        host.Time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(": still here", await Until(": "));
    }

    [Fact]
    public async Task Description_NamesEveryMappedRoute_AndNoOther()
    {
        await using var host = await AdminHost.StartAsync();

        var document = (await host.SendAsync("GET", "/api/v1/openapi.json")).Json;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(host.Routes.Select(static route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        var references = document.GetProperty("paths").ToString().Split("#/components/schemas/").Skip(1).Select(static rest => rest.Split('"')[0]).Distinct();
        Assert.All(references, name => Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty(name, out _), name));
        var quota = document.GetProperty("components").GetProperty("schemas").GetProperty("TokenGrant").GetProperty("properties").GetProperty("quota").GetProperty("type");
        Assert.Equal(["number", "null"], quota.EnumerateArray().Select(static type => type.GetString()!));
    }
}
