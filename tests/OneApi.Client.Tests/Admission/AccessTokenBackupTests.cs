using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Admission;
using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Admission;

/// <summary>Export, wipe, import: the same key still works, with what was left of its quota.</summary>
public sealed class AccessTokenBackupTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 16, 30, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnImport_BringsBackWhatAnExportTook()
    {
        var (before, quotas, _) = Make();
        var grant = await before.CreateAsync(
            new()
            {
                Name = "customer", Owner = "acme", Group = "vip", QuotaMicros = 1000, DailyQuotaMicros = 50, TimeZone = "Asia/Shanghai", Models = ["qwen-*"], IpAllowList = ["10.0.0.0/8"],
                ExpiresIn = TimeSpan.FromDays(30), Limits = new() { RequestsPerMinute = 5, Concurrency = 2 }, Labels = new Dictionary<string, string> { ["team"] = "red" },
            },
            Stop);
        var endless = await before.CreateAsync(new() { Name = "endless" }, Stop);
        await SpendAsync(quotas, grant, 300);
        var file = await ExportAsync(before);
        var (after, newQuotas, _) = Make();

        Assert.Equal(2, await ImportAsync(after, file));
        Assert.Equal(0, await ImportAsync(after, file));

        var token = (await after.AuthenticateAsync(grant.Key, Stop)).Token!.Token;
        Assert.Equal(700, token.QuotaMicros);
        Assert.Equal(700, (await newQuotas.GetAsync(TokenAccounts.Total(token.Id), Stop))!.AvailableMicros);
        Assert.Equivalent(grant.Token with { QuotaMicros = 700 }, token, strict: true);
        Assert.NotNull((await after.AuthenticateAsync(endless.Key, Stop)).Token);
    }

    [Fact]
    public async Task AnExport_HoldsNoUsableSecret()
    {
        var (tokens, _, _) = Make();
        var grant = await tokens.CreateAsync(new() { Name = "a" }, Stop);

        var file = await ExportAsync(tokens);

        Assert.DoesNotContain(grant.Key[22..], file, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(new byte[32]), file, StringComparison.Ordinal); // the pepper
    }

    [Fact]
    public async Task AnImportOverLiveTokens_LeavesThemAsTheyAre()
    {
        var (tokens, quotas, _) = Make();
        var grant = await tokens.CreateAsync(new() { Name = "a", QuotaMicros = 1000 }, Stop);
        var file = await ExportAsync(tokens);
        await SpendAsync(quotas, grant, 400);

        Assert.Equal(0, await ImportAsync(tokens, file));

        Assert.Equal(600, (await quotas.GetAsync(TokenAccounts.Total(grant.Token.Id), Stop))!.AvailableMicros);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "{", "file: is damaged" },
        { "null", "file: is 'null'" },
        { "[]", "file: is damaged" },
        { "format", "format: is not 'oneapi-access-tokens'" },
        { "version", "version: is 2" },
        { "pepper", "pepper: is not the one" },
        { "no tokens", "tokens: is missing" },
        { "null token", "tokens[1]: is no token" },
        { "no keys", "tokens[1].keys:" },
        { "short hash", "tokens[1].keys:" },
        { "name", "tokens[1].name: is missing" },
        { "group", "tokens[1].group: 'gone' is not configured" },
        { "cidr", "tokens[1].ip_whitelist[0]: '10.0.0.0/99'" },
        { "quota", "tokens[1].quota: is -5" },
        { "left", "tokens[1].left_micros: is -1" },
        { "twins", "tokens: two of the file" },
    };

    /// <summary>Whatever is wrong with a file, it says where, and nothing of it is taken.</summary>
    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ADamagedFile_IsRefusedWhole(string damage, string error)
    {
        var (before, _, _) = Make();
        await before.CreateAsync(new() { Name = "good", QuotaMicros = 10 }, Stop);
        await before.CreateAsync(new() { Name = "bad", QuotaMicros = 10 }, Stop);
        var file = Damaged(await ExportAsync(before), damage);
        var (after, quotas, store) = Make();

        var refused = await Assert.ThrowsAsync<AccessTokenException>(() => ImportAsync(after, file));

        Assert.StartsWith(error, refused.Errors[0], StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(Stop).ToListAsync(Stop));
        Assert.Empty(await quotas.ListAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task ANameThatIsTaken_RefusesTheFile()
    {
        var (before, _, _) = Make();
        await before.CreateAsync(new() { Name = "a", QuotaMicros = 10 }, Stop);
        var file = await ExportAsync(before);
        var (after, quotas, _) = Make();
        await after.CreateAsync(new() { Name = "A" }, Stop);

        var refused = await Assert.ThrowsAsync<AccessTokenException>(() => ImportAsync(after, file));

        Assert.Contains("'A' has the name", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Empty(await quotas.ListAsync(Stop).ToListAsync(Stop));
    }

    /// <summary>Random damage to bytes: an error of ours, or a file that still means the same.</summary>
    [Fact]
    public async Task RandomDamage_IsNeverACrash()
    {
        var (before, _, _) = Make();
        await before.CreateAsync(new() { Name = "a", QuotaMicros = 10, IpAllowList = ["10.0.0.0/8"] }, Stop);
        var file = Encoding.UTF8.GetBytes(await ExportAsync(before));
        var random = new Random(4);
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            var (after, _, _) = Make();
            var damaged = file.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                await after.ImportAsync(new MemoryStream(damaged), Stop);
            }
            catch (AccessTokenException)
            {
                refused++;
            }
        }

        Assert.True(refused > 1000);
    }

    private static string Damaged(string file, string damage)
    {
        if (damage is "{" or "null" or "[]")
        {
            return damage;
        }

        var json = JsonNode.Parse(file)!;
        var entry = json["tokens"]![1]!;
        var token = entry["stored"]!["token"]!;
        switch (damage)
        {
            case "format":
                json["format"] = "other";
                break;
            case "version":
                json["version"] = 2;
                break;
            case "pepper":
                json["pepper"] = "0000";
                break;
            case "no tokens":
                json["tokens"] = null;
                break;
            case "null token":
                json["tokens"]![1] = null;
                break;
            case "no keys":
                entry["stored"]!["keys"] = new JsonArray();
                break;
            case "short hash":
                entry["stored"]!["keys"]![0]!["hash"] = "AAAA";
                break;
            case "name":
                token["name"] = " ";
                break;
            case "group":
                token["group"] = "gone";
                break;
            case "cidr":
                token["ip_allow_list"] = new JsonArray("10.0.0.0/99");
                break;
            case "quota":
                token["quota_micros"] = -5;
                break;
            case "left":
                entry["left_micros"] = -1;
                break;
            default:
                token["name"] = "good";
                break;
        }

        return json.ToJsonString();
    }

    private static async Task SpendAsync(MemoryQuotaStore quotas, AccessTokenGrant grant, long amount)
    {
        QuotaAccount[] accounts = [new(TokenAccounts.Total(grant.Token.Id))];
        var id = Guid.NewGuid();
        await quotas.ReserveAsync(new(id, accounts, amount, TimeSpan.FromMinutes(1)), Stop);
        await quotas.SettleAsync(new(id, accounts, amount), Stop);
    }

    private static async Task<string> ExportAsync(AccessTokens tokens)
    {
        using var stream = new MemoryStream();
        await tokens.ExportAsync(stream, Stop);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Task<int> ImportAsync(AccessTokens tokens, string file) => tokens.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), Stop).AsTask();

    private (AccessTokens Tokens, MemoryQuotaStore Quotas, MemoryAccessTokenStore Store) Make()
    {
        var store = new MemoryAccessTokenStore();
        var quotas = new MemoryQuotaStore(_time);
        return (new(store, quotas, new(new byte[32]), "oa", static () => ["default", "vip"], _time), quotas, store);
    }
}
