using System.Net;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>Row 38: no default password; a one-use link, and nothing works before it was used.</summary>
public sealed class BootstrapTests : IDisposable
{
    private const string NewKey = "a-key-that-its-holder-has-chosen-1234567";
    private readonly string _folder = Directory.CreateTempSubdirectory("oneapi-admin-").FullName;
    private readonly List<string> _links = [];

    private string KeyFile => Path.Combine(_folder, "data", "admin-key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FirstStart_GivesALinkThatSetsTheKeyOnce()
    {
        await using var host = await StartAsync();
        var code = Assert.Single(_links).Split('#')[1];

        var before = await host.SendAsync("GET", "/api/v1/channels", key: NewKey);
        var short_ = await host.SendAsync("POST", "/api/v1/bootstrap", $$"""{"code":"{{code}}","key":"short"}""", key: null);
        var set = await host.SendAsync("POST", "/api/v1/bootstrap", $$"""{"code":"{{code}}","key":"{{NewKey}}"}""", key: null);
        var again = await host.SendAsync("POST", "/api/v1/bootstrap", $$"""{"code":"{{code}}","key":"{{NewKey}}-other"}""", key: null);
        var after = await host.SendAsync("GET", "/api/v1/channels", key: NewKey);

        Assert.Equal((HttpStatusCode.Unauthorized, "admin_key_not_set"), (before.Status, before.Code));
        Assert.Equal(["key"], short_.Fields);
        Assert.Equal(HttpStatusCode.Created, set.Status);
        Assert.Equal(NewKey, set.Json.GetProperty("key").GetString());
        Assert.Equal((HttpStatusCode.Forbidden, "bootstrap_refused"), (again.Status, again.Code));
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.DoesNotContain(NewKey, await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var audit = await host.SendAsync("GET", "/api/v1/audit", key: NewKey);
        var entry = Assert.Single(audit.Json.GetProperty("data").EnumerateArray());
        Assert.Equal(("admin_key.set", "bootstrap", null), (entry.GetProperty("action").GetString(), entry.GetProperty("caller").GetString(), entry.GetProperty("role").GetString()));
        Assert.DoesNotContain(NewKey, audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondStart_KnowsTheKey_AndGivesNoLink()
    {
        await using (var first = await StartAsync())
        {
            await first.SendAsync("POST", "/api/v1/bootstrap", $$"""{"code":"{{_links[0].Split('#')[1]}}","key":"{{NewKey}}"}""", key: null);
        }

        await using var second = await StartAsync();

        Assert.Single(_links);
        Assert.Equal(HttpStatusCode.OK, (await second.SendAsync("GET", "/api/v1/channels", key: NewKey)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.SendAsync("GET", "/api/v1/channels", key: NewKey + "x")).Status);
    }

    [Fact]
    public async Task Code_ThatIsWrong_OpensNothing()
    {
        await using var host = await StartAsync();

        var reply = await host.SendAsync("POST", "/api/v1/bootstrap", $$"""{"code":"{{new string('A', 43)}}"}""", key: null);

        Assert.Equal((HttpStatusCode.Forbidden, "bootstrap_refused"), (reply.Status, reply.Code));
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task KeyFile_ThatIsDamaged_StopsTheStart()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        await File.WriteAllTextAsync(KeyFile, "", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidDataException>(StartAsync);
    }

    [Fact]
    public async Task Page_OfTheLink_HoldsNoCode_AndRunsItsOwnScriptOnly()
    {
        await using var host = await StartAsync();

        var page = await host.SendAsync("GET", "/api/v1/bootstrap", key: null);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var script = page.Text.Split("<script>")[1].Split("</script>")[0];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"'sha256-{hash}'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain(_links[0].Split('#')[1], page.Text, StringComparison.Ordinal);
    }

    private Task<AdminHost> StartAsync() => AdminHost.StartAsync(
        options =>
        {
            options.Bootstrap = true;
            options.KeyFile = KeyFile;
            options.OnBootstrap = _links.Add;
        },
        withKeys: false);
}
