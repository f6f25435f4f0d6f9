using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Quotas;

namespace OneApi.Client.Routing;

/// <summary>How much a channel may be asked, whoever asks. A full channel is passed over like one that refuses, but nobody is asked and no attempt is counted.</summary>
internal sealed class ChannelLimiter(IRateLimitStore limits, TimeProvider time)
{
    private static readonly TimeSpan RunsFor = TimeSpan.FromMinutes(30);

    /// <summary>Takes one request of a channel that has limits; what is refused is said as an error of the channel.</summary>
    public async ValueTask<(RateLimitPermit? Permit, OneApiException? Refusal)> TakeAsync(Call call, Channel channel)
    {
        var scope = new RateLimitScope("channel:" + channel.Name, channel.Limits);
        var tokens = channel.Limits.TokensPerMinute is null ? 0 : WorstCost.TokensOf(call);
        var permit = new RateLimitPermit(Guid.CreateVersion7(time.GetUtcNow()), [scope], tokens, RunsFor);
        var result = await limits.AcquireAsync(permit, CancellationToken.None).ConfigureAwait(false);
        if (result.IsAllowed)
        {
            return (permit, null);
        }

        return (null, new OneApiException(OneApiErrorKind.RateLimited)
        {
            ProviderCode = "channel_limit",
            ProviderMessage = "The channel's own limit of this gateway is reached.",
            RetryAfter = result.RetryAfter,
        });
    }

    public ValueTask GiveBackAsync(RateLimitPermit permit, long usedTokens) => limits.ReleaseAsync(permit, usedTokens, countsRequest: true, CancellationToken.None);
}
