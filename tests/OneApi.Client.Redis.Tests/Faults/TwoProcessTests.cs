using System.Diagnostics;
using System.Globalization;

namespace OneApi.Client.Redis.Tests.Faults;

/// <summary>Real processes that share one Redis, and are killed.</summary>
public sealed class TwoProcessTests(SingleRedis redis)
{
    private const int Amount = 13;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The issue's own case over two processes: 1 000 callers, money for exactly 700.</summary>
    [Fact]
    public async Task AThousandCallersInTwoProcesses_WithMoneyFor700_AreServed700Times()
    {
        await using var stores = new RedisStores(await redis.UrlAsync());
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "token:a", 700 * Amount, "opening"), Stop);
        using var one = await StartAsync(stores, "spend", 500);
        using var two = await StartAsync(stores, "spend", 500);

        one.StandardInput.WriteLine();
        two.StandardInput.WriteLine();
        var served = int.Parse((await one.StandardOutput.ReadLineAsync(Stop))!, CultureInfo.InvariantCulture) + int.Parse((await two.StandardOutput.ReadLineAsync(Stop))!, CultureInfo.InvariantCulture);

        Assert.Equal(700, served);
        var standing = (await stores.Quotas.GetAsync("token:a", Stop))!;
        Assert.Equal((700 * Amount, 0, 0), (standing.SettledMicros, standing.HeldMicros, standing.AvailableMicros));
        await one.WaitForExitAsync(Stop);
        await two.WaitForExitAsync(Stop);
        Assert.Equal(700 * Amount, (await stores.Ledger.SumAccountsAsync(Stop).ToListAsync(Stop)).Single().ChargedMicros);
    }

    /// <summary>I1, I4, I5: whatever a process had acknowledged when it was killed is charged and in the ledger, once.</summary>
    [Fact]
    public async Task AProcessThatIsKilled_LosesNothingThatWasAcknowledged()
    {
        await using var stores = new RedisStores(await redis.UrlAsync());
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "token:a", 1_000_000_000, "opening"), Stop);
        var acknowledged = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            using var child = await StartAsync(stores, "run", 16);
            child.StandardInput.WriteLine();
            for (var calls = 0; calls < 50 + (i * 37); calls++)
            {
                acknowledged.Add(Guid.Parse((await child.StandardOutput.ReadLineAsync(Stop))!));
            }

            child.Kill();
            await child.WaitForExitAsync(Stop);
            while (await child.StandardOutput.ReadLineAsync(Stop) is { } line)
            {
                acknowledged.Add(Guid.TryParse(line, out var id) ? id : Guid.Empty);
            }

            acknowledged.RemoveAll(static id => id == Guid.Empty); // a line that was cut
        }

        var ledger = await stores.Ledger.ReadAsync(new(), Stop).Select(static record => record.CallId).ToHashSetAsync(cancellationToken: Stop);
        var standing = (await stores.Quotas.GetAsync("token:a", Stop))!;
        Assert.All(acknowledged, id => Assert.Contains(id, ledger));
        Assert.Equal(ledger.Count * Amount, standing.SettledMicros);
        Assert.Equal(0, standing.HeldMicros % Amount);
        Assert.InRange(standing.HeldMicros, 0, 5 * 16 * Amount); // what was running when they died, until it ends by itself
    }

    private static async Task<Process> StartAsync(RedisStores stores, string mode, int callers)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
            ["exec", Path.Combine(AppContext.BaseDirectory, "StoreChild.dll"), "redis", $"{stores.Options.Url} {stores.Options.KeyPrefix}", mode, "token:a", callers.ToString(CultureInfo.InvariantCulture), Amount.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        var child = Process.Start(start)!;
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Stop));
        return child;
    }
}
