using Microsoft.Extensions.DependencyInjection;
using OneApi.Client;

// A second process on the stores, for tests.
//   StoreChild sqlite|postgres <connection> spend <account> <callers> <amount>
//       every caller reserves and settles once; prints how many were served.
//   StoreChild sqlite|postgres <connection> run <account> <callers> <amount>
//       reserves and settles with a record until it is killed; prints the id of every call whose charge was acknowledged.
var services = new ServiceCollection();
services.AddOneApi().AddEntityFrameworkCore(options =>
{
    if (args[0] == "sqlite")
    {
        options.UseSqlite(args[1]);
    }
    else
    {
        options.UsePostgres(args[1]);
    }
});
await using var provider = services.BuildServiceProvider();
var store = provider.GetRequiredService<IQuotaStore>();
var (mode, account, callers, amount) = (args[2], args[3], int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture), long.Parse(args[5], System.Globalization.CultureInfo.InvariantCulture));
Console.WriteLine("ready");
Console.ReadLine();

if (mode == "spend")
{
    var served = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
    Console.WriteLine(served.Count(static id => id is not null));
    return;
}

var output = TextWriter.Synchronized(Console.Out);
await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
{
    while (await CallAsync() is { } id)
    {
        output.WriteLine(id);
    }
})));

async Task<Guid?> CallAsync()
{
    var id = Guid.CreateVersion7();
    if (!(await store.ReserveAsync(new(id, [new(account)], amount, TimeSpan.FromSeconds(30)), CancellationToken.None)).IsDone)
    {
        return null;
    }

    var record = new UsageRecord
    {
        CallId = id, Operation = "chat", Streaming = false, StartedAt = DateTimeOffset.UtcNow, Duration = TimeSpan.FromMilliseconds(5), Group = "default",
        RequestedModel = "m", Outcome = CallOutcome.Succeeded, ChargeMicros = amount, Accounts = [account], Attempts = [],
    };
    await store.SettleAsync(new(id, [new(account)], amount, record), CancellationToken.None);
    return id;
}
