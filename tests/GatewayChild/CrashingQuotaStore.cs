using Microsoft.Extensions.DependencyInjection;
using OneApi.Client;

namespace GatewayChild;

/// <summary>The registered store, with crash points around it. Its holds end soon, so that a test can see them end.</summary>
internal sealed class CrashingQuotaStore(IQuotaStore inner, CrashPoint crash) : IQuotaStore
{
    private static readonly TimeSpan ShortLifetime = TimeSpan.FromSeconds(5);

    public bool KeepsRecords => inner.KeepsRecords;

    public static void PutInFront(IServiceCollection services, CrashPoint crash)
    {
        var registered = services.Last(static service => service.ServiceType == typeof(IQuotaStore));
        services.AddSingleton<IQuotaStore>(provider => new CrashingQuotaStore((IQuotaStore)Make(registered, provider), crash));
    }

    public async ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken)
    {
        var result = await inner.ReserveAsync(reservation with { Lifetime = ShortLifetime }, cancellationToken);
        crash.Pass(CrashPoint.AfterReserve);
        return result;
    }

    public async ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken)
    {
        crash.Pass(CrashPoint.BeforeSettle);
        var result = await inner.SettleAsync(settlement, cancellationToken);
        crash.Pass(CrashPoint.AfterSettle);
        return result;
    }

    public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken) => inner.ReleaseAsync(reservationId, cancellationToken);

    public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken) => inner.ExtendAsync(extension, cancellationToken);

    public ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken) => inner.AdjustAsync(entry, cancellationToken);

    public ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken) => inner.GetAsync(account, cancellationToken);

    public ValueTask<int> ReapAsync(CancellationToken cancellationToken) => inner.ReapAsync(cancellationToken);

    public IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    private static object Make(ServiceDescriptor registered, IServiceProvider provider) =>
        registered.ImplementationInstance ?? registered.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!);
}
