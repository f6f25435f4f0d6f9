// A day of business in a few seconds: five providers (fakes in this process, no key needed), twelve customers with an access token each,
// hundreds of calls whole and streamed, some of which fail over. Then the report of each customer, and the proof: what the ledger charges
// is what the providers themselves have counted, and what the accounts have settled, to the micro-dollar.
// An argument sets the number of calls. The exit code is 1 when a sum is not right.
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client;
using Spectre.Console;
using UsageReport;

var calls = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300;
await using var providers = new Providers();
var services = new ServiceCollection();
services.AddOneApi(providers.Configure);
await using var container = services.BuildServiceProvider();

var tokens = container.GetRequiredService<IAccessTokens>();
var keys = new Dictionary<string, string>();
foreach (var number in Enumerable.Range(1, 12))
{
    var grant = await tokens.CreateAsync(new() { Name = $"service of customer {number}", Owner = $"customer-{number:D2}", QuotaMicros = 500_000_000 });
    keys[$"customer-{number:D2}"] = grant.Key;
}

var client = container.GetRequiredService<IChatClient>();
await Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, stop) =>
{
    var customer = keys.Keys.ElementAt(number % keys.Count);
    var prompt = $"This is call {number} of {customer}.";
    var options = new OneApiChatOptions { ModelId = Providers.ModelOf(number), AccessToken = keys[customer], MaxOutputTokens = 1000 };
    if (number % 2 == 0)
    {
        await client.GetResponseAsync(prompt, options, stop);
        return;
    }

    await foreach (var update in client.GetStreamingResponseAsync(prompt, options, stop))
    {
        _ = update; // a streamed answer is paid for when it has ended
    }
});

var reports = container.GetRequiredService<IUsageReports>();
var counted = providers.CountedMicros();
var table = new Table().Title("Today, by customer").AddColumns("customer", "calls", "attempts", "input", "output", "charged (USD)", "counted by the providers (USD)");
var isRight = true;
var total = 0L;
await foreach (var row in reports.QueryAsync(new() { Filter = reports.Today(), By = [UsageDimension.Owner], OrderBy = UsageMeasure.Charge }))
{
    var owner = row.Key(UsageDimension.Owner)!;
    var expected = counted.GetValueOrDefault(owner);
    isRight &= row.Totals.ChargeMicros == expected;
    total += row.Totals.ChargeMicros;
    table.AddRow(owner, $"{row.Totals.Calls}", $"{row.Totals.Attempts}", $"{row.Totals.InputTokens}", $"{row.Totals.OutputTokens}", Dollars(row.Totals.ChargeMicros), Dollars(expected));
}

AnsiConsole.Write(table);
var reconciliation = await reports.ReconcileAsync();
isRight &= total == counted.Values.Sum() && reconciliation.IsBalanced && reconciliation.SettledMicros == total;
AnsiConsole.MarkupLineInterpolated($"charged in all: {total} micro-dollars · counted by the providers: {counted.Values.Sum()} · settled on {reconciliation.Accounts} accounts: {reconciliation.SettledMicros}");
AnsiConsole.MarkupLine(isRight ? "[green]Every sum is the same, to the micro-dollar.[/]" : "[red]The sums differ.[/]");
return isRight ? 0 : 1;

static string Dollars(long micros) => string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000}.{micros % 1_000_000:D6}");
