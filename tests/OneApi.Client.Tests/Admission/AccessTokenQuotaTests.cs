using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Admission;
using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Admission;

/// <summary>A token's quota and its account's limit are one number, whatever fails or happens at the same time.</summary>
public sealed class AccessTokenQuotaTests
{
    private const string OldKey = "sk-0123456789abcdefghijABCDEFGHIJ0123456789";
    private readonly InterruptedStore _quotas = new(new MemoryQuotaStore(new FakeTimeProvider()));
    private readonly AccessTokens _tokens;

    public AccessTokenQuotaTests() =>
        _tokens = new(new MemoryAccessTokenStore(), _quotas, new AccessKeyHasher(new byte[32]), "oa", static () => ["default"], new FakeTimeProvider());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnImportedKey_WhoseFirstTryFailed_HasItsQuotaAtTheSecond()
    {
        await _tokens.CreateAsync(new() { Name = "taken" }, Stop);
        await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.CreateAsync(new() { Name = "taken", QuotaMicros = 100, ImportedKey = OldKey }, Stop));

        var grant = await _tokens.CreateAsync(new() { Name = "free", QuotaMicros = 70, ImportedKey = OldKey }, Stop);

        Assert.Equal(70, await LimitAsync(grant.Token.Id));
    }

    [Fact]
    public async Task AnImportedKey_OfAnotherToken_LeavesThatTokensQuotaAlone()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "first", QuotaMicros = 100, ImportedKey = OldKey }, Stop);

        await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.CreateAsync(new() { Name = "second", QuotaMicros = 900, ImportedKey = OldKey }, Stop));

        Assert.Equal(100, await LimitAsync(grant.Token.Id));
    }

    [Fact]
    public async Task TwoUpdatesAtOnce_DoNotAddUp()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 100 }, Stop);
        _quotas.AfterNextGet = async () => await _tokens.UpdateAsync(grant.Token.Id, new() { Name = "a", QuotaMicros = 300 }, Stop);

        var updated = await _tokens.UpdateAsync(grant.Token.Id, new() { Name = "a", QuotaMicros = 200 }, Stop);

        Assert.Equal(200, updated!.QuotaMicros);
        Assert.Equal(200, await LimitAsync(grant.Token.Id));
    }

    [Fact]
    public async Task AnUpdate_ThatIsRefusedForItsName_LeavesTheQuotaAlone()
    {
        await _tokens.CreateAsync(new() { Name = "taken" }, Stop);
        var grant = await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 100 }, Stop);

        await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.UpdateAsync(grant.Token.Id, new() { Name = "taken", QuotaMicros = 900 }, Stop));

        Assert.Equal(100, await LimitAsync(grant.Token.Id));
    }

    [Fact]
    public async Task ARotation_WithAnOverlapPastAllTime_IsRefusedByItsName()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "a" }, Stop);

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _tokens.RotateAsync(grant.Token.Id, TimeSpan.MaxValue, Stop));

        Assert.Equal("overlap", error.ParamName);
    }

    [Fact]
    public async Task ATokenWhoseNameIsTaken_LeavesNoAccountBehind()
    {
        var grant = await _tokens.CreateAsync(new() { Name = "taken", QuotaMicros = 100 }, Stop);

        await Assert.ThrowsAsync<AccessTokenException>(async () => await _tokens.CreateAsync(new() { Name = "taken", QuotaMicros = 900 }, Stop));

        var account = await _quotas.ListAsync(Stop).SingleAsync(Stop);
        Assert.Equal((TokenAccounts.Total(grant.Token.Id), 100), (account.Key, account.Value.LimitMicros));
    }

    [Fact]
    public async Task ATokenWhoseAccountCantBeOpened_IsTakenBack_AndItsNameIsFree()
    {
        _quotas.FailsNextAdjust = true;
        await Assert.ThrowsAsync<QuotaStoreException>(async () => await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 100, ImportedKey = OldKey }, Stop));

        var grant = await _tokens.CreateAsync(new() { Name = "a", QuotaMicros = 70, ImportedKey = OldKey }, Stop);

        Assert.Equal(70, await LimitAsync(grant.Token.Id));
    }

    private async Task<long> LimitAsync(string tokenId) => (await _quotas.GetAsync(TokenAccounts.Total(tokenId), Stop))!.LimitMicros;

    /// <summary>Lets something happen between a look at an account and what is done about it.</summary>
    private sealed class InterruptedStore(IQuotaStore inner) : IQuotaStore
    {
        public Func<Task>? AfterNextGet { get; set; }

        public bool FailsNextAdjust { get; set; }

        public bool KeepsRecords => inner.KeepsRecords;

        public ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken) => inner.ReserveAsync(reservation, cancellationToken);

        public ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken) => inner.SettleAsync(settlement, cancellationToken);

        public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken) => inner.ReleaseAsync(reservationId, cancellationToken);

        public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken) => inner.ExtendAsync(extension, cancellationToken);

        public ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken)
        {
            if (FailsNextAdjust)
            {
                FailsNextAdjust = false;
                throw new QuotaStoreException("down", isOutcomeUnknown: false);
            }

            return inner.AdjustAsync(entry, cancellationToken);
        }

        public async ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken)
        {
            var standing = await inner.GetAsync(account, cancellationToken);
            if (AfterNextGet is { } interrupt)
            {
                AfterNextGet = null;
                await interrupt();
            }

            return standing;
        }

        public ValueTask<int> ReapAsync(CancellationToken cancellationToken) => inner.ReapAsync(cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
    }
}
