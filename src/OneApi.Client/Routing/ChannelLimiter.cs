using Microsoft.Extensions.Logging;
using OneApi.Client.Admission;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Quotas;

namespace OneApi.Client.Routing;

/// <summary>How much a channel may be asked, whoever asks. A full channel is passed over like one that refuses, but nobody is asked and no attempt is counted.</summary>
internal sealed class ChannelLimiter(IRateLimitStore limits, TimeProvider time, ILogger<ChannelLimiter> logger)
{
    /// <summary>Takes one request of a channel that has limits; what is refused is said as an error of the channel.</summary>
    public async ValueTask<(RateLimitPermit? Permit, OneApiException? Refusal)> TakeAsync(Call call, Channel channel)
    {
        var scope = new RateLimitScope("channel:" + channel.Name, channel.Limits);
        var tokens = channel.Limits.TokensPerMinute is null ? 0 : WorstCost.TokensOf(call);
        var permit = new RateLimitPermit(Guid.CreateVersion7(time.GetUtcNow()), [scope], tokens, Admitter.RunsFor);
        try
        {
            var result = await limits.AcquireAsync(permit, CancellationToken.None).ConfigureAwait(false);
            return result.IsAllowed ? (permit, null) : (null, Full("The channel's own limit of this gateway is reached.", result.RetryAfter));
        }
#pragma warning disable CA1031 // a store may throw anything: a limit that can't be checked counts as reached
        catch (Exception error)
#pragma warning restore CA1031
        {
            Admission.Log.ChannelLimitUnreachable(logger, channel.Name, error);
            return (null, Full("The channel's own limit of this gateway can't be checked at this moment.", retryAfter: null, error));
        }
    }

    /// <summary>Gives back what a call has taken; what can't be given back ends by itself.</summary>
    public async ValueTask GiveBackAsync(RateLimitPermit permit, long usedTokens)
    {
        try
        {
            await limits.ReleaseAsync(permit, usedTokens, countsRequest: true, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // as above
        catch (Exception error)
#pragma warning restore CA1031
        {
            Gateway.Log.LimitNotGivenBack(logger, error);
        }
    }

    private static OneApiException Full(string message, TimeSpan? retryAfter, Exception? cause = null) =>
        new(OneApiErrorKind.RateLimited, cause) { ProviderCode = "channel_limit", ProviderMessage = message, RetryAfter = retryAfter };
}
