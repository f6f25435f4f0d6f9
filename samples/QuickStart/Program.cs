// One gateway in front of several providers: a plain answer, a streamed one, a tool call, and a failover.
// Without a key it starts the fakes of OneApi.Client.Testing and talks to them; with OPENAI_API_KEY (or any other well-known
// variable) it talks to the real provider. An argument replaces the prompt.
using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client;
using QuickStart;
using Spectre.Console;

var prompt = args.Length > 0 ? string.Join(' ', args) : "Say hello to somebody who moves five integrations behind one gateway.";
var usage = new UsageTable();
var services = new ServiceCollection();
services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(new SpectreLoggerProvider()));
services.AddSingleton<IUsageObserver>(usage);

await using var providers = Providers.FromEnvironmentOrFakes(services);
await using var container = services.BuildServiceProvider();
var client = container.GetRequiredService<IChatClient>();

AnsiConsole.Write(new Rule($"[bold]OneApi.Client[/] · {providers.Description.EscapeMarkup()}").LeftJustified());

Headline("A plain answer");
var answer = await client.GetResponseAsync(prompt, new ChatOptions { ModelId = providers.Model });
AnsiConsole.WriteLine(answer.Text);
AnsiConsole.MarkupLineInterpolated($"[grey]answered by channel {answer.GetOneApiTrace()?.Channel}, model {answer.ModelId}[/]");

Headline("A streamed answer");
await foreach (var update in client.GetStreamingResponseAsync(prompt, new ChatOptions { ModelId = providers.Model }))
{
    AnsiConsole.Write(update.Text);
    if (update.GetOneApiTrace() is { } trace)
    {
        AnsiConsole.MarkupLineInterpolated($"\n[grey]answered by channel {trace.Channel}, first token after {trace.Record.TimeToFirstToken?.TotalMilliseconds:F0} ms[/]");
    }
}

Headline("A tool call");
using var withTools = client.AsBuilder().UseFunctionInvocation().Build();
var tools = new ChatOptions { ModelId = providers.Model, Tools = [AIFunctionFactory.Create(Weather.GetWeather, "get_weather")] };
var report = await withTools.GetResponseAsync("Use get_weather: what is the weather in Hangzhou?", tools);
AnsiConsole.WriteLine(report.Text);

if (providers.FailoverModel is { } model)
{
    Headline("A failover: the first channel's key is dead");
    var rescued = await client.GetResponseAsync(prompt, new ChatOptions { ModelId = model });
    AnsiConsole.WriteLine(rescued.Text);
    var tries = string.Join(" → ", rescued.GetOneApiTrace()!.Attempts.Select(attempt => $"{attempt.Channel} ({attempt.ErrorKind?.ToString() ?? "ok"})"));
    AnsiConsole.MarkupLineInterpolated($"[grey]{tries}[/]");
}

Headline("A customer's token: made, used, exhausted, reported");
await Customer.RunAsync(container, providers.Model, prompt);

Headline("What it took");
AnsiConsole.Write(usage.Render());

static void Headline(string text)
{
    AnsiConsole.WriteLine();
    AnsiConsole.Write(new Rule($"[yellow]{text.EscapeMarkup()}[/]").LeftJustified().RuleStyle("grey"));
}

internal static class Weather
{
    [Description("Tells the weather of a city.")]
    public static string GetWeather([Description("The city's name.")] string city) => $"Sunny, 23 °C in {city}.";
}
