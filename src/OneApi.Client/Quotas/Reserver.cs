using Microsoft.Extensions.Logging;
using OneApi.Client.Gateway;
using OneApi.Client.Telemetry;

namespace OneApi.Client.Quotas;

/// <summary>The second step of a call: its worst reasonable cost is set aside, once, whatever the number of attempts. Calls without a quota pass.</summary>
internal sealed class Reserver(IQuotaStore store, StoreRetry retry, UncheckedSpending unchecking, DeferredSettlements deferred, QuotaOptions options, GatewayTelemetry telemetry, TimeProvider time, ILogger<Reserver> logger)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.CallerQuotaExhausted"/>, <see cref="OneApiErrorKind.PriceUnknown"/>, or <see cref="OneApiErrorKind.NoChannel"/> when the store can't be reached.</exception>
    public async ValueTask ReserveAsync(Call call)
    {
        if (call.Token is not { } token || token.AccountsAt(time.GetUtcNow()) is not { Count: > 0 } accounts)
        {
            return;
        }

        var amount = WorstCost.MicrosOf(call);
        var lifetime = call.Snapshot.LongestTotal + Margin;
        var reservation = new Reservation(accounts, amount, lifetime > options.HoldLifetime ? lifetime : options.HoldLifetime) { RenewedAt = time.GetTimestamp() };
        try
        {
            var result = await HoldAsync(call, reservation).ConfigureAwait(false);
            unchecking.Clear();
            if (!result.IsDone)
            {
                throw Refused(result, call, amount);
            }
        }
        catch (QuotaStoreException error)
        {
            LetThroughOrThrow(call, reservation, error);
        }

        call.Reservation = reservation;
        call.CancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Prolongs the hold of a call that is still running when half of its time is over.</summary>
    public ValueTask KeepAsync(Call call) =>
        call.Reservation is { IsUnchecked: false } reservation && time.GetElapsedTime(reservation.RenewedAt) > reservation.Lifetime / 2
            ? ProlongAsync(call, reservation)
            : ValueTask.CompletedTask;

    private ValueTask<QuotaResult> HoldAsync(Call call, Reservation reservation)
    {
        var wanted = new QuotaReservation(call.Id, reservation.Accounts, reservation.AmountMicros, reservation.Lifetime);

        // The caller's cancellation does not reach the store: whether a hold stands would then be unknown.
        return retry.RunAsync(static (state, stop) => state.store.ReserveAsync(state.wanted, stop), (store, wanted));
    }

    private async ValueTask ProlongAsync(Call call, Reservation reservation)
    {
        reservation.RenewedAt = time.GetTimestamp();
        try
        {
            await store.ExtendAsync(new(call.Id, ++reservation.Sequence, 0, reservation.Lifetime), CancellationToken.None).ConfigureAwait(false);
        }
        catch (QuotaStoreException error)
        {
            Log.NotProlonged(logger, call.Id, error); // it ends by itself then, and the charge is a late one
        }
    }

    private void LetThroughOrThrow(Call call, Reservation reservation, QuotaStoreException error)
    {
        if (options.WhenUnavailable is StoreFailure.FailOpen && unchecking.TrySpend(reservation.AmountMicros, options.FailOpenCapMicros))
        {
            Log.LetThrough(logger, reservation.AmountMicros, error);
            telemetry.CountUnchecked();
            reservation.IsUnchecked = true;
            return;
        }

        if (error.IsOutcomeUnknown)
        {
            deferred.Release(call.Id);
        }

        Log.StoreUnreachable(logger, error);
        throw new OneApiException(OneApiErrorKind.NoChannel, error) { ProviderCode = "quota_unavailable", ProviderMessage = "The quota can't be checked at this moment." };
    }

    private static OneApiException Refused(QuotaResult result, Call call, long amount)
    {
        var (code, message) = result.Refusal switch
        {
            QuotaRefusal.TooLarge => ("quota_request_too_large", $"The call may cost {amount} micro-dollars, and {result.LeftMicros} are left.{Affordable(call, result.LeftMicros)}"),
            QuotaRefusal.InFlight => ("quota_in_flight", "What is left of the quota is set aside for calls that are running."),
            _ => ("quota_exhausted", "The quota is used up."),
        };
        return new(OneApiErrorKind.CallerQuotaExhausted)
        {
            ProviderCode = code,
            ProviderMessage = message,
            RetryAfter = result.Refusal is QuotaRefusal.InFlight ? TimeSpan.FromSeconds(1) : null,
        };
    }

    private static string Affordable(Call call, long leftMicros) =>
        WorstCost.AffordableOutput(call, leftMicros) is { } tokens ? $" It pays for {tokens} tokens of output." : "";
}
