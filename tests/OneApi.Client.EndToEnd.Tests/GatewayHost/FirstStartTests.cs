using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>The first start without an admin key: no password, but a link that works once.</summary>
public sealed class FirstStartTests
{
    private const string Link = "/api/v1/bootstrap#";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheLink_SetsTheKey_Once_AndTheNextStartNeedsNone()
    {
        using var folder = new HostFolder();
        string key;
        await using (var first = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"]))
        {
            using var http = new HttpClient();
            var link = new Uri(first.LineOf(Link)!);
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(first.Url, "/api/v1/token"), Stop)).StatusCode);

            using var answer = await http.PostAsync(link, Body(link), Stop);
            key = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("key").GetString()!;
            using var again = await http.PostAsync(link, Body(link), Stop);

            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Forbidden), (answer.StatusCode, again.StatusCode));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await GatewayHostProcess.StartAsync(folder.Path, []);
        Assert.Null(second.LineOf(Link));
        using var admin = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(new Uri(second.Url, "/api/v1/token"), Stop)).StatusCode);
    }

    private static StringContent Body(Uri link) => new($$"""{"code":"{{link.Fragment[1..]}}"}""", Encoding.UTF8, "application/json");
}
