using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Admission;
using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Admission;

public class AccessTokensTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 16, 30, 0, TimeSpan.Zero));
    private readonly MemoryAccessTokenStore _store = new();
    private readonly MemoryQuotaStore _quotas;
    private readonly AccessTokens _tokens;

    public AccessTokensTests()
    {
        _quotas = new(_time);
        _tokens = new(_store, _quotas, new AccessKeyHasher(new byte[32]), "oa", static () => ["default", "customer_service"], _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The story's own call.</summary>
    [Fact]
    public async Task Create_GivesAKeyThatWorks_AndKeepsOnlyItsHash()
    {
        var grant = await _tokens.CreateAsync(
            new() { Name = "customer_a_service", ExpiresIn = TimeSpan.FromSeconds(2592000), QuotaMicros = 500_000_000, Group = "customer_service", IpAllowList = ["192.168.10.0/24"] }, Stop);

        var (found, code) = await _tokens.AuthenticateAsync(grant.Key, Stop);
        Assert.Equal((grant.Token, null), (found?.Token, code));
        var token = found!.Token;
        Assert.Equal(("customer_a_service", "customer_service", _time.GetUtcNow().AddDays(30)), (token.Name, token.Group, token.ExpiresAt));
        Assert.Equal(500_000_000, (await _quotas.GetAsync(TokenAccounts.Total(token.Id), Stop))!.AvailableMicros);

        var stored = (await _store.GetAsync(token.Id, Stop))!;
        Assert.DoesNotContain(grant.Key, System.Text.Json.JsonSerializer.Serialize(stored) + stored + grant, StringComparison.Ordinal);
        Assert.DoesNotContain(grant.Key[22..54], System.Text.Json.JsonSerializer.Serialize(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongKey_IsInvalid_WhateverIsWrongWithIt()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a" }, Stop);

        foreach (var wrong in (string?[])[null, "", "sk-proj-abc", grant.Key + "x", AccessKey.Create("oa").Text])
        {
            Assert.Equal((null, "invalid_api_key"), await _tokens.AuthenticateAsync(wrong, Stop));
        }
    }

    [Fact]
    public async Task AToken_EndsAtItsTime()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a", ExpiresAt = _time.GetUtcNow().AddHours(1) }, Stop);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull((await _tokens.AuthenticateAsync(grant.Key, Stop)).Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((null, "token_expired"), await _tokens.AuthenticateAsync(grant.Key, Stop));
    }

    [Fact]
    public async Task ARevokedToken_IsAsGoodAsUnknown_AndStaysForReports()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a" }, Stop);

        Assert.True(await _tokens.RevokeAsync(grant.Token.Id, Stop));

        Assert.Equal((null, "invalid_api_key"), await _tokens.AuthenticateAsync(grant.Key, Stop));
        Assert.Equal(_time.GetUtcNow(), (await _tokens.GetAsync(grant.Token.Id, Stop))!.RevokedAt);
        Assert.False(await _tokens.RevokeAsync("nobody", Stop));
    }

    [Fact]
    public async Task ARotation_LetsBothKeysWork_ForTheOverlap()
    {
        var old = await _tokens.CreateAsync(new() { Name = "a" }, Stop);
        var renewed = (await _tokens.RotateAsync(old.Token.Id, TimeSpan.FromHours(1), Stop))!;

        Assert.NotEqual(old.Key, renewed.Key);
        Assert.Equal(old.Token.Id, (await _tokens.AuthenticateAsync(old.Key, Stop)).Token?.Token.Id);
        Assert.Equal(old.Token.Id, (await _tokens.AuthenticateAsync(renewed.Key, Stop)).Token?.Token.Id);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((null, "token_expired"), await _tokens.AuthenticateAsync(old.Key, Stop));
        Assert.NotNull((await _tokens.AuthenticateAsync(renewed.Key, Stop)).Token);

        var last = (await _tokens.RotateAsync(old.Token.Id, TimeSpan.Zero, Stop))!;
        Assert.Null((await _tokens.AuthenticateAsync(renewed.Key, Stop)).Token);
        Assert.NotNull((await _tokens.AuthenticateAsync(last.Key, Stop)).Token);
        Assert.Null(await _tokens.RotateAsync("nobody", TimeSpan.Zero, Stop));
    }

    [Fact]
    public async Task Update_KeepsTheKey_AndMovesTheAccountByTheDifference()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 100 }, Stop);
        var account = TokenAccounts.Total(grant.Token.Id);
        var id = Guid.NewGuid();
        await _quotas.ReserveAsync(new(id, [new(account)], 60, TimeSpan.FromMinutes(1)), Stop);
        await _quotas.SettleAsync(new(id, [new(account)], 60), Stop);

        var updated = await _tokens.UpdateAsync(grant.Token.Id, new() { Name = "b", QuotaMicros = 150 }, Stop);

        Assert.Equal(("b", 150L), (updated!.Name, updated.QuotaMicros));
        Assert.Equal(90, (await _quotas.GetAsync(account, Stop))!.AvailableMicros);
        Assert.Equal("b", (await _tokens.AuthenticateAsync(grant.Key, Stop)).Token?.Token.Name);
        var error = await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.UpdateAsync(grant.Token.Id, new() { Name = "c", QuotaMicros = 59 }, Stop));
        Assert.Contains("quota: is less than what is spent", error.Message, StringComparison.Ordinal);
        Assert.Equal("b", (await _tokens.GetAsync(grant.Token.Id, Stop))!.Name);
    }

    [Fact]
    public async Task List_GivesAllInOrder()
    {
        foreach (var name in (string[])["c", "a", "b"])
        {
            await _tokens.CreateAsync(new() { Name = name }, Stop);
        }

        Assert.Equal(["c", "a", "b"], await _tokens.ListAsync(Stop).Select(static token => token.Name).ToListAsync(Stop));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "name=", "name: is missing" },
        { "name=" + new string('x', 101), "name: has 101 characters" },
        { "name=a\nb", "name: holds control characters" },
        { "group=nobody", "group: 'nobody' is not configured; use one of customer_service, default" },
        { "expires_in=0", "expires_in: is 0 seconds" },
        { "expires_in=-5", "expires_in: is -5 seconds" },
        { "expires_at=past", "expires_at: 2026-11-26T16:30:00Z is over" },
        { "both", "expires_at: is given together with expires_in" },
        { "quota=-1", "quota: is -1; use 0 or more" },
        { "quota=9007199254740992", "quota: is 9007199254740992; use 0 or more, and at most 9007199254740991 micro-dollars" },
        { "quota=9223372036854775807", "quota: is 9223372036854775807" },
        { "daily=-1", "daily_quota: is -1" },
        { "ip=10.0.0.0/33", "ip_whitelist[0]: '10.0.0.0/33' has a prefix" },
        { "ip=here", "ip_whitelist[0]: 'here' is not an address" },
        { "model=", "models: holds an empty name" },
        { "zone=Mars", "time_zone: 'Mars' is not known" },
        { "rpm=0", "requests_per_minute: is 0; use 1 or more" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task BadInput_NamesTheField_AndMakesNothing(string change, string expected)
    {
        var request = new AccessTokenRequest { Name = "a" };
        var value = change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..];
        switch (change.Split('=')[0])
        {
            case "name": request.Name = value; break;
            case "group": request.Group = value; break;
            case "expires_in": request.ExpiresIn = TimeSpan.FromSeconds(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "expires_at": request.ExpiresAt = _time.GetUtcNow(); break;
            case "both": (request.ExpiresIn, request.ExpiresAt) = (TimeSpan.FromDays(1), _time.GetUtcNow().AddDays(1)); break;
            case "quota": request.QuotaMicros = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            case "daily": request.DailyQuotaMicros = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            case "ip": request.IpAllowList = [value]; break;
            case "model": request.Models = [value]; break;
            case "zone": request.TimeZone = value; break;
            default: request.Limits = new() { RequestsPerMinute = 0 }; break;
        }

        var error = await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.CreateAsync(request, Stop));

        Assert.Contains(expected, Assert.Single(error.Errors), StringComparison.Ordinal);
        Assert.Empty(await _tokens.ListAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Change_BetweenWhichAndItsReadingAnotherCame_LosesNeither()
    {
        var id = (await _tokens.CreateAsync(new() { Name = "a" }, Stop)).Token.Id;
        var looks = 0;

        var after = await _tokens.ChangeAsync(
            id,
            token =>
            {
                if (looks++ == 0)
                {
                    _tokens.ChangeAsync(id, static other => { var request = AccessTokenRequest.Of(other); request.Owner = "o"; return request; }, Stop).AsTask().GetAwaiter().GetResult();
                }

                var request = AccessTokenRequest.Of(token);
                request.Models = ["m"];
                return request;
            },
            Stop);

        Assert.Equal((2, "o", "m"), (looks, after!.Owner, Assert.Single(after.Models)));
        Assert.Equal(3, (await _store.GetAsync(id, Stop))!.Version);
    }

    [Fact]
    public async Task Change_ThatIsGivenUpForAnother_LeavesTheQuotaOfThatOne()
    {
        var id = (await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 100 }, Stop)).Token.Id;
        var looks = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _tokens.ChangeAsync(
            id,
            token =>
            {
                if (looks++ > 0)
                {
                    throw new InvalidOperationException("It was changed since.");
                }

                _tokens.ChangeAsync(id, static other => { var request = AccessTokenRequest.Of(other); request.QuotaMicros = 200; return request; }, Stop).AsTask().GetAwaiter().GetResult();
                var request = AccessTokenRequest.Of(token);
                request.QuotaMicros = 150;
                return request;
            },
            Stop));

        Assert.Equal(200, (await _tokens.GetAsync(id, Stop))!.QuotaMicros);
        Assert.Equal(200, (await _quotas.GetAsync(TokenAccounts.Total(id), Stop))!.LimitMicros);
    }

    [Fact]
    public async Task RotateAndRevoke_WhoseCheckThrows_ChangeNothing()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a" }, Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _tokens.RotateIfAsync(grant.Token.Id, TimeSpan.Zero, static _ => throw new InvalidOperationException(), Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _tokens.RevokeIfAsync(grant.Token.Id, static _ => throw new InvalidOperationException(), Stop));

        Assert.NotNull((await _tokens.AuthenticateAsync(grant.Key, Stop)).Token);
        Assert.Equal(1, (await _store.GetAsync(grant.Token.Id, Stop))!.Version);
    }

    [Fact]
    public async Task ADuplicateName_IsRefused()
    {
        await _tokens.CreateAsync(new() { Name = "Customer A" }, Stop);

        var error = await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.CreateAsync(new() { Name = "customer a" }, Stop));

        Assert.Contains("name: 'customer a' is the name of another token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_HaveTheirPeriodInTheTokensOwnTimeZone()
    {
        var token = (await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 9, DailyQuotaMicros = 5, MonthlyQuotaMicros = 7, TimeZone = "Asia/Shanghai" }, Stop)).Token;

        Assert.Equal(
            [new($"token:{token.Id}"), new($"token:{token.Id}:2026-11-27", 5), new($"token:{token.Id}:2026-11", 7)],
            TokenAccounts.Of(token, _time.GetUtcNow()));
        Assert.Empty(TokenAccounts.Of(token with { QuotaMicros = null, DailyQuotaMicros = null, MonthlyQuotaMicros = null }, _time.GetUtcNow()));
    }
}
