using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Quotas;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Usage;

/// <summary>
/// Moves records to the durable ledger in the background. The nodes share the work as one group of consumers; what a dead one has left is taken
/// over by the others after a while.
/// </summary>
internal sealed class LedgerDrain(RedisRunner runner, Buckets buckets, LedgerMover mover, DurableLedger durable, TimeProvider time, ILogger<LedgerDrain> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);
    private readonly string _consumer = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
    private bool _leftSomething;

    /// <summary>Gets or sets after which time entries that another consumer has read, but not moved, are taken over.</summary>
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(30);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (durable.Inner is null)
        {
            return;
        }

        try
        {
            await mover.SweepAsync(cancellationToken).ConfigureAwait(false);
            foreach (var bucket in buckets.All)
            {
                await runner.RunAsync(database => LeaveAsync(database, bucket), cancellationToken).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // the end of a background loop: what is left stays in Redis
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.LeftAtStop(logger, error);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (durable.Inner is null)
        {
            return;
        }

        await Task.Yield(); // the host's start does not wait for Redis
        var pause = ShortestPause;
        var tookOverAt = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var count = await RoundAsync(stoppingToken).ConfigureAwait(false);
                if (time.GetElapsedTime(tookOverAt) >= TakeOverAfter / 3)
                {
                    tookOverAt = time.GetTimestamp();
                    count += await mover.MoveSomeAsync(TakeOverAsync, stoppingToken).ConfigureAwait(false);
                }

                pause = count > 0 ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                await (count > 0 ? Task.CompletedTask : Task.Delay(pause, time, stoppingToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // a background loop: it is logged, and the loop goes on
            catch (Exception error)
#pragma warning restore CA1031
            {
                _leftSomething = true;
                if (!await TryMakeGroupsAsync(error, stoppingToken).ConfigureAwait(false))
                {
                    Log.DrainFailed(logger, error);
                    await Task.Delay(PauseAfterFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    /// <summary>Moves what is new; after a fault first what this consumer has read and not moved.</summary>
    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        if (_leftSomething)
        {
            var left = await mover.MoveSomeAsync(
                (database, bucket, count) => database.StreamReadGroupAsync(bucket.Stream, LedgerMover.Group, _consumer, "0", count, flags: CommandFlags.DemandMaster),
                cancellationToken).ConfigureAwait(false);
            _leftSomething = left > 0;
            return left;
        }

        return await mover.MoveSomeAsync(
            (database, bucket, count) => database.StreamReadGroupAsync(bucket.Stream, LedgerMover.Group, _consumer, ">", count, flags: CommandFlags.DemandMaster),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<StreamEntry[]> TakeOverAsync(IDatabase database, Bucket bucket, int count)
    {
        var claimed = await database.StreamAutoClaimAsync(
            bucket.Stream, LedgerMover.Group, _consumer, (long)TakeOverAfter.TotalMilliseconds, "0-0", count, CommandFlags.DemandMaster).ConfigureAwait(false);
        return claimed.ClaimedEntries;
    }

    /// <summary>The first node to start makes the groups; so does the first after a stream was lost.</summary>
    private async Task<bool> TryMakeGroupsAsync(Exception error, CancellationToken cancellationToken)
    {
        if (error.InnerException is not RedisServerException { Message: var message } || !message.StartsWith("NOGROUP", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            await Task.WhenAll(buckets.All.Select(bucket => runner.RunAsync(database => MakeGroupAsync(database, bucket), cancellationToken).AsTask())).ConfigureAwait(false);
            return true;
        }
        catch (Exception next) when (next is QuotaStoreException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> MakeGroupAsync(IDatabase database, Bucket bucket)
    {
        try
        {
            return await database.StreamCreateConsumerGroupAsync(bucket.Stream, LedgerMover.Group, "0-0", createStream: true, CommandFlags.DemandMaster).ConfigureAwait(false);
        }
        catch (RedisServerException known) when (known.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            return false; // another node was quicker
        }
    }

    /// <summary>A consumer that leaves in order takes its name along; one that still has something to do is left, so that the others find it.</summary>
    private async Task<bool> LeaveAsync(IDatabase database, Bucket bucket)
    {
        var pending = await database.StreamPendingMessagesAsync(bucket.Stream, LedgerMover.Group, 1, _consumer, flags: CommandFlags.DemandMaster).ConfigureAwait(false);
        if (pending.Length > 0)
        {
            return false;
        }

        await database.StreamDeleteConsumerAsync(bucket.Stream, LedgerMover.Group, _consumer, CommandFlags.DemandMaster).ConfigureAwait(false);
        return true;
    }
}
