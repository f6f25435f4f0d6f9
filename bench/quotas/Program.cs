// Pairs of reservation and settlement, beside the least that the same engine must do for them, in the same run.
//   dotnet quotas.dll <store> [seconds]
using System.Globalization;
using Bench.Quotas;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var name = args.Length > 0 ? args[0] : "memory";
var seconds = args.Length > 1 ? double.Parse(args[1]) : 3;
if (!Contestants.Names.Contains(name))
{
    Console.Error.WriteLine($"No store is named '{name}'; there are: {string.Join(", ", Contestants.Names)}.");
    return 1;
}

Console.WriteLine($"# {name}, {seconds} s each; runtime {Environment.Version}, {Environment.ProcessorCount} cores");
Console.WriteLine($"{"",-34}{"callers",8}{"pairs/s",12}{"p50 µs",11}{"p99 µs",11}{"B/pair",9}");
await using var making = new Contestants();
var contestants = await making.MakeAsync(name);
var pairs = new long[contestants.Count];
for (var i = 0; i < contestants.Count; i++)
{
    await contestants[i].OpenAsync();
    for (var warm = 0; warm < 4; warm++)
    {
        pairs[i] += (await Measure.RunAsync(contestants[i], callers: 1, Math.Min(seconds, 0.5))).Pairs;
    }
}

foreach (var callers in (int[])[1, 64, 256])
{
    for (var i = 0; i < contestants.Count; i++)
    {
        var figures = await Measure.RunAsync(contestants[i], callers, seconds);
        pairs[i] += figures.Pairs;
        Console.WriteLine($"{contestants[i].Name,-34}{callers,8}{figures.PerSecond,12:N0}{figures.P50,11:N2}{figures.P99,11:N2}{figures.Bytes,9:N0}");
    }
}

for (var i = 0; i < contestants.Count; i++)
{
    await contestants[i].CheckAsync(pairs[i]);
    await contestants[i].DisposeAsync();
}

Console.WriteLine("# every pair is accounted for");
return 0;
