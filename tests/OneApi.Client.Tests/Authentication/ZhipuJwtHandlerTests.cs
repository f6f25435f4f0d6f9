using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public sealed class ZhipuJwtHandlerTests : IDisposable
{
    private const string Address = "https://open.bigmodel.cn/api/paas/v4/chat/completions";

    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly Credential _credential = new("id.PLANTED-secret");
    private readonly CredentialIssuer _issuer;
    private readonly ZhipuJwtHandler _handler;

    public ZhipuJwtHandlerTests()
    {
        _issuer = new(new MemoryCredentialCache(), _time, NullLogger<CredentialIssuer>.Instance);
        _handler = new(_issuer, _time);
    }

    [Fact]
    public async Task Token_ServesAtMostUntilThirtySecondsAreLeft()
    {
        var first = await TokenAsync();

        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(first, await TokenAsync());

        _time.Advance(TimeSpan.FromSeconds(80));
        Assert.Equal("Bearer " + ZhipuJwt.TryCreate("id.PLANTED-secret", _time.GetUtcNow(), TimeSpan.FromSeconds(210)), await TokenAsync());
    }

    [Fact]
    public async Task Token_Refused_IsMadeAnew()
    {
        var use = new CredentialUse(_credential);
        var first = await TokenAsync(use);
        Assert.True(use.CanRefresh);

        await use.RefuseAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, await TokenAsync());
    }

    [Fact]
    public async Task Token_MadeInTheFuture_IsNotUsed()
    {
        _time.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(2));
        var first = await TokenAsync();

        _time.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.NotEqual(first, await TokenAsync());
    }

    [Fact]
    public async Task Tokens_AreTheirCredentials()
    {
        var first = await TokenAsync();

        var second = (await SentRequest.HeadersAsync(_handler, new("id2.secret"), Address))["Authorization"];

        Assert.NotEqual(first, second);
        Assert.Equal(first, await TokenAsync());
        Assert.DoesNotContain("PLANTED", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfAnotherForm_IsSentAsItIs()
    {
        var use = new CredentialUse(new("plain"));

        Assert.Equal("Bearer plain", (await SentRequest.HeadersAsync(_handler, new("plain"), Address, use: use))["Authorization"]);
        Assert.False(use.CanRefresh);
        Assert.DoesNotContain("Authorization", (await SentRequest.HeadersAsync(_handler, Credential.None, Address)).Keys);
    }

    public void Dispose()
    {
        _handler.Dispose();
        _issuer.Dispose();
    }

    private async Task<string> TokenAsync(CredentialUse? use = null) =>
        (await SentRequest.HeadersAsync(_handler, _credential, Address, use: use))["Authorization"];
}
