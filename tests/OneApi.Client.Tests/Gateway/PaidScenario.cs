using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A scenario whose callers hold access tokens, with round prices: input 2, output 10 dollars a million tokens, unless a test says otherwise.</summary>
internal sealed class PaidScenario : IAsyncDisposable
{
    public PaidScenario(string wire = "openai", int channels = 1, Action<OneApiOptions>? configure = null, Action<IServiceCollection>? before = null, bool hasPrice = true)
    {
        Inner = new(
            wire,
            channels,
            options =>
            {
                if (hasPrice)
                {
                    options.Prices[ChatWires.Of(wire).Model] = new() { Input = "2", Output = "10" };
                }

                configure?.Invoke(options);
            },
            before);
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public Scenario Inner { get; }

    public OneApi.Client.Testing.FakeProvider Fake => Inner.Fake;

    public IAccessTokens Tokens => Inner.Services.GetRequiredService<IAccessTokens>();

    public IQuotaStore Quotas => Inner.Services.GetRequiredService<IQuotaStore>();

    public IUsageLedger Ledger => Inner.Services.GetRequiredService<IUsageLedger>();

    public UsageRecord Record => Inner.Usage.Only;

    public async Task<AccessTokenGrant> GrantAsync(Action<AccessTokenRequest>? configure = null)
    {
        var request = new AccessTokenRequest { Name = "customer", Owner = "acme", QuotaMicros = 1_000_000 };
        configure?.Invoke(request);
        return await Tokens.CreateAsync(request, Bound);
    }

    public Task<Answer> AskAsync(AccessTokenGrant grant, bool streaming, Action<OneApiChatOptions>? configure = null, CancellationToken? cancellationToken = null)
    {
        var options = new OneApiChatOptions { AccessToken = grant.Key, MaxOutputTokens = 100 };
        configure?.Invoke(options);
        return Inner.AskAsync(streaming, options: options, cancellationToken: cancellationToken);
    }

    public async Task<(long Settled, long Held)> StandingAsync(AccessTokenGrant grant)
    {
        var standing = (await Quotas.GetAsync(TokenAccounts.Total(grant.Token.Id), Bound))!;
        return (standing.SettledMicros, standing.HeldMicros);
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
