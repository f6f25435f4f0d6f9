using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OneApi.Client;
using OneApi.Client.Testing;

namespace UsageReport;

/// <summary>Five fake providers that keep their own books: who called, and how many tokens they have reported.</summary>
internal sealed partial class Providers : IAsyncDisposable
{
    /// <summary>The public models, with their prices in dollars a million tokens and, the same, in pico-dollars a token.</summary>
    private static readonly (string Name, string Input, string Output, long InputPico, long OutputPico)[] Models =
    [
        ("assistant", "0.15", "0.60", 150_000, 600_000),
        ("writer", "2.50", "10.00", 2_500_000, 10_000_000),
        ("coder", "0.033333", "0.77", 33_333, 770_000),
    ];

    private readonly FakeOpenAI _openAI = FakeOpenAI.Start();
    private readonly FakeAnthropic _anthropic = FakeAnthropic.Start();
    private readonly FakeGemini _gemini = FakeGemini.Start();
    private readonly FakeQwen _qwen = FakeQwen.Start();
    private readonly FakeDoubao _doubao = FakeDoubao.Start();
    private readonly ConcurrentDictionary<int, (string Customer, FakeUsage Usage)> _answered = new();

    public Providers()
    {
        foreach (var fake in All)
        {
            fake.Reply(Answer);
        }

        // A part of the day goes wrong; nobody notices.
        _openAI.Fault(Fault.ServerError(), times: 12);
        _gemini.Fault(Fault.RateLimited(), times: 9);
        _doubao.Fault(Fault.Overloaded(), times: 7);
    }

    private FakeProvider[] All => [_openAI, _anthropic, _gemini, _qwen, _doubao];

    public static string ModelOf(int call) => PriceOf(call).Name;

    public void Configure(OneApiOptions options)
    {
        options.Channels.Add(Channel("openai", _openAI, "gpt-4o-mini", 10, "assistant"));
        options.Channels.Add(Channel("anthropic", _anthropic, "claude-haiku-4-5", 0, "assistant", "writer"));
        options.Channels.Add(Channel("gemini", _gemini, "gemini-2.5-pro", 10, "writer"));
        options.Channels.Add(Channel("doubao", _doubao, "doubao-seed-1-6", 10, "coder"));
        options.Channels.Add(Channel("qwen", _qwen, "qwen-plus", 0, "coder"));
        foreach (var model in Models)
        {
            options.Prices[model.Name] = new() { Input = model.Input, Output = model.Output };
        }
    }

    /// <summary>What each customer owes by the books of the providers: for each call that was answered, tokens times price, rounded up once.</summary>
    public Dictionary<string, long> CountedMicros()
    {
        var sums = new Dictionary<string, long>();
        foreach (var (call, (customer, usage)) in _answered)
        {
            var model = PriceOf(call);
            var pico = (usage.InputTokens * model.InputPico) + (usage.OutputTokens * model.OutputPico);
            sums[customer] = sums.GetValueOrDefault(customer) + ((pico + 999_999) / 1_000_000);
        }

        return sums;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var fake in All)
        {
            await fake.DisposeAsync();
        }
    }

    /// <summary>Every customer uses every model.</summary>
    private static (string Name, string Input, string Output, long InputPico, long OutputPico) PriceOf(int call) => Models[call / 5 % Models.Length];

    private static ChannelConfig Channel(string provider, FakeProvider fake, string model, int priority, params string[] publicModels)
    {
        var channel = new ChannelConfig { Name = provider, Provider = provider, ApiKey = fake.ApiKey, BaseUrl = fake.Url, Priority = priority };
        foreach (var name in publicModels)
        {
            channel.Models.Add(name);
            channel.ModelMap[name] = model;
        }

        return channel;
    }

    /// <summary>Notes the tokens of a call; of several providers that were asked, the one that answered comes last.</summary>
    private FakeReply? Answer(FakeRequest request)
    {
        var call = Prompt().Match(Encoding.UTF8.GetString(request.Body.Span));
        var number = int.Parse(call.Groups[1].Value, CultureInfo.InvariantCulture);
        var usage = new FakeUsage { InputTokens = 100 + (number * 37 % 900), OutputTokens = 20 + (number * 53 % 480) };
        _answered[number] = (call.Groups[2].Value, usage);
        return new() { Text = "Gladly: this is the answer.", Usage = usage };
    }

    [GeneratedRegex(@"call (\d+) of (customer-\d+)")]
    private static partial Regex Prompt();
}
