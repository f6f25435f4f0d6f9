using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Quotas;

public sealed class WorstCostTests
{
    /// <summary>Some servers take -1 for "as much as fits": it must not make the hold smaller than that of a call that names nothing.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task ANegativeMaximum_SetsAsideWhatNoneDoes(int most)
    {
        await using var scenario = new PaidScenario();
        scenario.Fake.Reply(new FakeReply { Text = "hello" });

        // 4 096 tokens of output at 10 micro-dollars are 40 960, and the input costs something too.
        var grant = await scenario.GrantAsync(static request => request.QuotaMicros = 40_960);
        var answer = await scenario.AskAsync(grant, streaming: false, options => options.MaxOutputTokens = most);

        Assert.Equal((OneApiErrorKind.CallerQuotaExhausted, "quota_request_too_large"), (answer.Failure.Kind, answer.Failure.ProviderCode));
        Assert.Equal((0, 0), await scenario.StandingAsync(grant));
    }
}
