using Microsoft.Extensions.DependencyInjection;
using OneApi.Client;

namespace Bench.Quotas;

/// <summary>Who takes part, by the store's name. A store of another package joins with a row here: its floor first, then itself.</summary>
internal static class Contestants
{
    public static IReadOnlyDictionary<string, Func<List<Contestant>>> All { get; } = new Dictionary<string, Func<List<Contestant>>>(StringComparer.Ordinal)
    {
        ["memory"] = static () =>
        {
            var services = new ServiceCollection();
            services.AddOneApi();
            var store = services.BuildServiceProvider().GetRequiredService<IQuotaStore>();
            return
            [
                new InterlockedFloor(),
                new StoreContestant("memory, own account", store, chain: 1, isShared: false, isFast: true),
                new StoreContestant("memory, one account for all", store, chain: 1, isShared: true, isFast: true),
                new StoreContestant("memory, chain of 3 for all", store, chain: 3, isShared: true, isFast: true),
            ];
        },
    };
}
