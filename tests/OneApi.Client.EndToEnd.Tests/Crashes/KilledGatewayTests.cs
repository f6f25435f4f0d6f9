using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Crashes;

/// <summary>
/// T2 of the reliability page: a gateway process is killed with <c>kill -9</c> at named points and at random, again and again, on the same stores.
/// Whatever was acknowledged is charged and in the ledger, once; the ledger and the accounts agree; what the killed had set aside comes back.
/// </summary>
public sealed class KilledGatewayTests(ITestOutputHelper output)
{
    private const int Callers = 8;
    private const long Quota = 100_000_000_000;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ONEAPI_LONG") == "1" ? 500 : 25;
    private static readonly string[] Points = ["after-reserve", "after-send", "first-content", "before-settle", "after-settle", "random"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StoreSet.All), MemberType = typeof(StoreSet))]
    public async Task NothingAcknowledgedIsLost_NothingIsChargedTwice_AndHoldsComeBack(string kind)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var stores = await StoreSet.StartAsync(kind, Stop);
        await using var provider = FakeOpenAI.Start();
        var arrivals = new SemaphoreSlim(0);
        provider.Reply(_ =>
        {
            arrivals.Release();
            return new FakeReply { Chunks = ["one ", "two "], Usage = new() { InputTokens = 11, OutputTokens = 7 } };
        });
        var token = await GatewayProcess.MakeTokenAsync(stores.Database, stores.RedisUrl, Quota, Stop);
        var acknowledged = new Dictionary<Guid, long>();
        var starts = new List<TimeSpan>();

        for (var round = 0; round < Rounds; round++)
        {
            var point = Points[round % Points.Length];
            using var gateway = GatewayProcess.Start(stores.Database, stores.RedisUrl, provider, token, Callers, crashPoint: point, nth: random.Next(5, 60));
            gateway.Go();
            await KillAtAsync(gateway, arrivals, point, random);
            await gateway.EndAsync(Stop);
            Assert.True(!gateway.IsDone, $"{point} was never reached");
            if (round > 0 && gateway.FirstAnswer.IsCompletedSuccessfully)
            {
                starts.Add(await gateway.FirstAnswer);
            }

            foreach (var (call, charge) in gateway.Acknowledged)
            {
                Assert.True(acknowledged.TryAdd(call, charge), "a call id came twice");
            }
        }

        starts.Sort();
        output.WriteLine($"Seed {seed}: {Rounds} kills, {acknowledged.Count} answers; first answer after a restart (3 s are promised on an idle machine): median {starts[starts.Count / 2].TotalMilliseconds:F0} ms, slowest {starts[^1].TotalMilliseconds:F0} ms");
        await AssertBooksAsync(stores, provider, acknowledged);
    }

    /// <summary>Points that the process does not come to by itself: its request has reached the provider, or any moment.</summary>
    private static async Task KillAtAsync(GatewayProcess gateway, SemaphoreSlim arrivals, string point, Random random)
    {
        switch (point)
        {
            case "after-send":
                while (arrivals.Wait(0, Stop))
                {
                    // those of the processes before
                }

                for (var i = random.Next(5, 60); i > 0; i--)
                {
                    await arrivals.WaitAsync(Stop);
                }

                gateway.Kill();
                break;
            case "random":
                await gateway.AnswersAsync(random.Next(1, 200)).WaitAsync(Stop);
                gateway.Kill();
                break;
        }
    }

    private static async Task AssertBooksAsync(StoreSet stores, FakeProvider provider, Dictionary<Guid, long> acknowledged)
    {
        await using var services = stores.Open();
        var quotas = services.GetRequiredService<IQuotaStore>();
        var ledger = services.GetRequiredService<IUsageLedger>();

        // I1: ledger = accounts, exactly.
        var proof = await services.GetRequiredService<IUsageReports>().ReconcileAsync(Stop);
        Assert.Empty(proof.Differences);
        Assert.True(proof.SettledMicros > 0);

        // I4, I5: what was acknowledged is there, once, with the same charge.
        var records = await ledger.ReadAsync(new(), Stop).ToListAsync(Stop);
        var charged = records.ToDictionary(static record => record.CallId, static record => record.ChargeMicros!.Value);
        foreach (var (call, charge) in acknowledged)
        {
            Assert.Equal(charge, charged.GetValueOrDefault(call, -1));
        }

        Assert.Equal(proof.ChargedMicros, charged.Values.Sum());
        Assert.All(records.Where(static record => record.Outcome is CallOutcome.Succeeded), static record => Assert.Equal((11 * 2) + (7 * 10) + 100, record.ChargeMicros));

        // Nobody is charged for what no provider was asked.
        Assert.InRange(records.Count(static record => record.ServedModel is not null), acknowledged.Count, provider.Requests.Count);

        // I3: what the killed had set aside comes back by the store's own clock.
        var watch = Stopwatch.StartNew();
        long held;
        do
        {
            await quotas.ReapAsync(Stop);
            held = (await quotas.ListAsync(Stop).ToListAsync(Stop)).Sum(static account => account.Value.HeldMicros);
            await Task.Delay(100, Stop); // the store's own clock decides, and says nothing when it does
        }
        while (held > 0 && watch.Elapsed < TimeSpan.FromSeconds(15));

        Assert.Equal(0, held);
    }
}
