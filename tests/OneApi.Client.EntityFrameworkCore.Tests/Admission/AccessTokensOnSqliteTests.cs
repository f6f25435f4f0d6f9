using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.EntityFrameworkCore.Tests.Admission;

public sealed class AccessTokensOnSqliteTests : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task ATokenWhoseNameIsTaken_LeavesNoAccountBehind()
    {
        var services = new ServiceCollection();
        services.AddOneApi(static options => options.Tokens.Pepper = new string('p', 48)).AddEntityFrameworkCore(options => options.UseSqlite(_file.Path));
        await using var provider = services.BuildServiceProvider();
        var tokens = provider.GetRequiredService<IAccessTokens>();
        await tokens.CreateAsync(new() { Name = "taken", QuotaMicros = 100 }, Stop);

        await Assert.ThrowsAsync<AccessTokenException>(async () => await tokens.CreateAsync(new() { Name = "taken", QuotaMicros = 900 }, Stop));

        Assert.Equal(100, (await provider.GetRequiredService<IQuotaStore>().ListAsync(Stop).SingleAsync(Stop)).Value.LimitMicros);
    }
}
