using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Quotas;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Comparison;

/// <summary>A gateway with live channels <c>a</c>, <c>b</c>, … for models <c>model-a</c>, <c>model-b</c>, …; input costs 2 and output 10 dollars a million tokens.</summary>
internal sealed class Panes : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Panes(int count, Action<OneApiOptions>? configure = null, Action<int, ChannelConfig>? channel = null, Action<IServiceCollection>? before = null)
    {
        Clients = [.. Enumerable.Range(0, count).Select(static _ => new LiveClient())];
        var services = new ServiceCollection();
        services.AddSingleton<IUsageObserver>(Usage);
        before?.Invoke(services);
        var builder = services.AddOneApi(options =>
        {
            options.Failover.SameChannelRetries = 0;
            options.Prices["model-*"] = new() { Input = "2", Output = "10" };
            configure?.Invoke(options);
        });
        for (var i = 0; i < count; i++)
        {
            var (index, client) = (i, Clients[i]);
            builder.AddChannel(NameOf(i), _ => client, config =>
            {
                config.Models = ["model-" + NameOf(index)];
                channel?.Invoke(index, config);
            });
        }

        _services = services.BuildServiceProvider();
    }

    /// <summary>How long a test waits for what must happen.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public LiveClient[] Clients { get; }

    public UsageCollector Usage { get; } = new();

    public IModelComparer Comparer => _services.GetRequiredService<IModelComparer>();

    /// <summary>Gets a target for each model.</summary>
    public ComparisonTarget[] Models => [.. Enumerable.Range(0, Clients.Length).Select(static i => ComparisonTarget.OfModel("model-" + NameOf(i)))];

    public async Task<AccessTokenGrant> GrantAsync(long quotaMicros = 1_000_000, string? group = null) =>
        await _services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "customer", QuotaMicros = quotaMicros, Group = group ?? "default" }, Bound);

    public async Task<(long Settled, long Held)> StandingAsync(AccessTokenGrant grant)
    {
        var standing = (await _services.GetRequiredService<IQuotaStore>().GetAsync(TokenAccounts.Total(grant.Token.Id), Bound))!;
        return (standing.SettledMicros, standing.HeldMicros);
    }

    public IAsyncEnumerable<ComparisonUpdate> Compare(ChatOptions? options = null, IReadOnlyList<ComparisonTarget>? targets = null, CancellationToken? cancellationToken = null) =>
        Comparer.CompareAsync(targets ?? Models, "hello", options, cancellationToken ?? Bound);

    /// <summary>The next update that has text, from whichever pane.</summary>
    public static async Task<(int Pane, string Text)> NextTextAsync(IAsyncEnumerator<ComparisonUpdate> updates)
    {
        while (await updates.MoveNextAsync())
        {
            if (updates.Current.Update is { Text.Length: > 0 } update)
            {
                return (updates.Current.Pane, update.Text);
            }
        }

        throw new InvalidOperationException("There is no more text.");
    }

    public static OneApiChatOptions Paid(AccessTokenGrant grant, int maxOutputTokens = 100) => new() { AccessToken = grant.Key, MaxOutputTokens = maxOutputTokens };

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private static string NameOf(int index) => ((char)('a' + index)).ToString();
}
