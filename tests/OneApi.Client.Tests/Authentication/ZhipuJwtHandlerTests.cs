using System.Net;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class ZhipuJwtHandlerTests
{
    private const string Address = "https://open.bigmodel.cn/api/paas/v4/chat/completions";

    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly Credential _credential = new("id.PLANTED-secret");

    [Fact]
    public async Task Token_ServesUntilThirtySecondsAreLeft()
    {
        using var handler = new ZhipuJwtHandler(_time);
        var first = await TokenAsync(handler);

        _time.Advance(TimeSpan.FromSeconds(180));
        Assert.Equal(first, await TokenAsync(handler));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(first, await TokenAsync(handler));
        Assert.Equal("Bearer " + ZhipuJwt.TryCreate("id.PLANTED-secret", _time.GetUtcNow(), TimeSpan.FromSeconds(210)), await TokenAsync(handler));
    }

    [Fact]
    public async Task Token_RefusedOnce_IsMadeAnew()
    {
        using var handler = new ZhipuJwtHandler(_time);
        var first = await TokenAsync(handler, HttpStatusCode.Unauthorized);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, await TokenAsync(handler));
    }

    [Fact]
    public async Task Token_MadeInTheFuture_IsNotUsed()
    {
        _time.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(2));
        using var handler = new ZhipuJwtHandler(_time);
        var first = await TokenAsync(handler);

        _time.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.NotEqual(first, await TokenAsync(handler));
    }

    [Fact]
    public async Task Tokens_AreTheirCredentials()
    {
        using var handler = new ZhipuJwtHandler(_time);
        var first = await TokenAsync(handler);

        var second = (await SentRequest.HeadersAsync(handler, new("id2.secret"), Address))["Authorization"];

        Assert.NotEqual(first, second);
        Assert.Equal(first, await TokenAsync(handler));
        Assert.DoesNotContain("PLANTED", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfAnotherForm_IsSentAsItIs()
    {
        using var handler = new ZhipuJwtHandler(_time);

        Assert.Equal("Bearer plain", (await SentRequest.HeadersAsync(handler, new("plain"), Address))["Authorization"]);
        Assert.DoesNotContain("Authorization", (await SentRequest.HeadersAsync(handler, Credential.None, Address)).Keys);
    }

    private async Task<string> TokenAsync(ZhipuJwtHandler handler, HttpStatusCode status = HttpStatusCode.OK) =>
        (await SentRequest.HeadersAsync(handler, _credential, Address, status: status))["Authorization"];
}
