using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Anthropic;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using OllamaSharp;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using OaMessage = OpenAI.Chat.ChatMessage;

namespace Bench.InProc;

/// <summary>One way of making the call. Op returns characters of text + tokens of usage, or bytes when it only discards.</summary>
sealed record Contestant(string Name, string Family, Func<Task<int>> Op, int Expect, bool Floor = false, bool Discards = false);

static class Contestants
{
    static readonly (string Role, string Text)[] history =
    [
        ("system", "You are a terse assistant for a support desk. Answer in one paragraph and never invent order numbers."),
        ("user", string.Concat(Enumerable.Repeat("My parcel has not arrived and the tracking page shows nothing new. ", 6))),
        ("assistant", string.Concat(Enumerable.Repeat("I am sorry to hear that; could you give me the order number? ", 5))),
        ("user", "It is \"A-1001\", bought on 3 November. What should I do now?"),
    ];

    public static List<Contestant> NonStream(bool stub, string upstream, string model)
    {
        var t = new Transports(stub, upstream);
        int expect = t.Expected(Wire.OpenAi, stream: false, model), expectA = t.Expected(Wire.Anthropic, false, model), expectO = t.Expected(Wire.Ollama, false, model);
        var list = new List<Contestant>();
        byte[] body = RequestBytes(Wire.OpenAi, model, false).Memory.ToArray(), bodyA = RequestBytes(Wire.Anthropic, model, false).Memory.ToArray(), bodyO = RequestBytes(Wire.Ollama, model, false).Memory.ToArray();
        HttpClient http = t.Client(Wire.OpenAi, false, model), httpA = t.Client(Wire.Anthropic, false, model), httpO = t.Client(Wire.Ollama, false, model);
        list.Add(new("floor 1: HttpClient, discard", "openai", () => Raw.Discard(http, t.Url(Wire.OpenAi), body), expect, Floor: true, Discards: true));
        list.Add(new("floor 2: HttpClient + Utf8JsonReader", "openai", () => Raw.Whole(http, t.Url(Wire.OpenAi), RequestBytes(Wire.OpenAi, model, false)), expect));
        list.Add(new("HttpClientFactory (default), discard", "openai", Factory(t, Wire.OpenAi, false, model, resilience: false, body), expect, Discards: true));
        list.Add(new("HttpClientFactory + StandardResilience, discard", "openai", Factory(t, Wire.OpenAi, false, model, resilience: true, body), expect, Discards: true));
        var chat = OpenAiClient(t, http, model);
        var messages = OaHistory();
        list.Add(new("OpenAI SDK ChatClient", "openai", async () =>
        {
            ChatCompletion done = await chat.CompleteChatAsync(messages);
            return done.Content[0].Text.Length + done.Usage.OutputTokenCount;
        }, expect));
        var ai = AiHistory();
        foreach (var (name, client) in Pipelines(chat.AsIChatClient())) list.Add(new(name, "openai", () => AiWhole(client, ai), expect));
        var ours = Ours.Client(t, Wire.OpenAi, false, model);
        list.Add(new("OneApi.Client", "openai", () => AiWhole(ours, ai), expect));
        list.Add(new("Anthropic floor 1: discard", "anthropic", () => Raw.Discard(httpA, t.Url(Wire.Anthropic), bodyA), expectA, Floor: true, Discards: true));
        list.Add(new("Anthropic floor 2: Utf8JsonReader", "anthropic", () => Raw.Whole(httpA, t.Url(Wire.Anthropic), RequestBytes(Wire.Anthropic, model, false)), expectA));
        var anthropic = AnthropicAsChat(t, httpA, model);
        list.Add(new("Anthropic SDK AsIChatClient", "anthropic", () => AiWhole(anthropic, ai), expectA));
        var oursA = Ours.Client(t, Wire.Anthropic, false, model);
        list.Add(new("OneApi.Client (Anthropic)", "anthropic", () => AiWhole(oursA, ai), expectA));
        list.Add(new("Ollama floor 1: discard", "ollama", () => Raw.Discard(httpO, t.Url(Wire.Ollama), bodyO), expectO, Floor: true, Discards: true));
        IChatClient ollama = new OllamaApiClient(httpO, model, null!);
        list.Add(new("OllamaSharp (stream=false)", "ollama", async () =>
        {
            // OllamaSharp's GetResponseAsync asks with stream=false
            return await AiWhole(ollama, ai);
        }, expectO));
        return list;
    }

    public static List<Contestant> Stream(bool stub, string upstream, string model)
    {
        var t = new Transports(stub, upstream);
        int expect = t.Expected(Wire.OpenAi, true, model), expectA = t.Expected(Wire.Anthropic, true, model), expectG = t.Expected(Wire.Gemini, true, model), expectO = t.Expected(Wire.Ollama, true, model);
        var list = new List<Contestant>();
        byte[] body = RequestBytes(Wire.OpenAi, model, true).Memory.ToArray(), bodyA = RequestBytes(Wire.Anthropic, model, true).Memory.ToArray(), bodyG = RequestBytes(Wire.Gemini, model, true).Memory.ToArray(), bodyO = RequestBytes(Wire.Ollama, model, true).Memory.ToArray();
        HttpClient http = t.Client(Wire.OpenAi, true, model), httpA = t.Client(Wire.Anthropic, true, model), httpG = t.Client(Wire.Gemini, true, model), httpO = t.Client(Wire.Ollama, true, model);
        list.Add(new("floor 1: HttpClient, discard", "openai", () => Raw.Discard(http, t.Url(Wire.OpenAi), body), expect, Floor: true, Discards: true));
        list.Add(new("floor 2: line split + Utf8JsonReader", "openai", () => Raw.Lines(http, t.Url(Wire.OpenAi), RequestBytes(Wire.OpenAi, model, true)), expect));
        list.Add(new("floor 2c: parse only what differs", "openai", () => Raw.Alike(http, t.Url(Wire.OpenAi), RequestBytes(Wire.OpenAi, model, true)), expect));
        list.Add(new("floor 3: floor 2 as M.E.AI updates", "openai", () => Drain(Raw.Updates(http, t.Url(Wire.OpenAi), RequestBytes(Wire.OpenAi, model, true))), expect));
        list.Add(new("floor 2b: SseParser + Utf8JsonReader", "openai", () => Raw.Sse(http, t.Url(Wire.OpenAi), RequestBytes(Wire.OpenAi, model, true)), expect));
        list.Add(new("HttpClientFactory (default), discard", "openai", Factory(t, Wire.OpenAi, true, model, resilience: false, body), expect, Discards: true));
        list.Add(new("HttpClientFactory + StandardResilience, discard", "openai", Factory(t, Wire.OpenAi, true, model, resilience: true, body), expect, Discards: true));
        var chat = OpenAiClient(t, http, model);
        var messages = OaHistory();
        list.Add(new("OpenAI SDK ChatClient", "openai", async () =>
        {
            int n = 0;
            await foreach (var update in chat.CompleteChatStreamingAsync(messages))
            {
                foreach (var part in update.ContentUpdate) n += part.Text.Length;
                if (update.Usage is { } usage) n += usage.OutputTokenCount;
            }
            return n;
        }, expect));
        var ai = AiHistory();
        foreach (var (name, client) in Pipelines(chat.AsIChatClient())) list.Add(new(name, "openai", () => AiStream(client, ai), expect));
        var ours = Ours.Client(t, Wire.OpenAi, true, model);
        list.Add(new("OneApi.Client", "openai", () => AiStream(ours, ai), expect));
        list.Add(new("Anthropic floor 1: discard", "anthropic", () => Raw.Discard(httpA, t.Url(Wire.Anthropic), bodyA), expectA, Floor: true, Discards: true));
        list.Add(new("Anthropic floor 2: line split + Utf8JsonReader", "anthropic", () => Raw.Lines(httpA, t.Url(Wire.Anthropic), RequestBytes(Wire.Anthropic, model, true)), expectA));
        list.Add(new("Anthropic floor 2c: parse only what differs", "anthropic", () => Raw.Alike(httpA, t.Url(Wire.Anthropic), RequestBytes(Wire.Anthropic, model, true)), expectA));
        var anthropic = AnthropicAsChat(t, httpA, model);
        list.Add(new("Anthropic SDK AsIChatClient", "anthropic", () => AiStream(anthropic, ai), expectA));
        var oursA = Ours.Client(t, Wire.Anthropic, true, model);
        list.Add(new("OneApi.Client (Anthropic)", "anthropic", () => AiStream(oursA, ai), expectA));
        list.Add(new("Gemini floor 1: discard", "gemini", () => Raw.Discard(httpG, t.Url(Wire.Gemini, model), bodyG), expectG, Floor: true, Discards: true));
        list.Add(new("Gemini floor 2: line split + Utf8JsonReader", "gemini", () => Raw.Lines(httpG, t.Url(Wire.Gemini, model), RequestBytes(Wire.Gemini, model, true)), expectG));
        var oursG = Ours.Client(t, Wire.Gemini, true, model);
        list.Add(new("OneApi.Client (Gemini)", "gemini", () => AiStream(oursG, ai), expectG));
        list.Add(new("Ollama floor 1: discard", "ollama", () => Raw.Discard(httpO, t.Url(Wire.Ollama), bodyO), expectO, Floor: true, Discards: true));
        IChatClient ollama = new OllamaApiClient(httpO, model, null!);
        list.Add(new("OllamaSharp", "ollama", () => AiStream(ollama, ai), expectO));
        return list;
    }

    static async Task<int> AiWhole(IChatClient client, AiMessage[] messages)
    {
        var done = await client.GetResponseAsync(messages);
        return done.Text.Length + (int)done.Usage!.OutputTokenCount!.Value;
    }

    static Task<int> AiStream(IChatClient client, AiMessage[] messages) => Drain(client.GetStreamingResponseAsync(messages));

    static async Task<int> Drain(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        int n = 0, tokens = 0;
        await foreach (var update in updates)
            foreach (var content in update.Contents)
            {
                if (content is TextContent text) n += text.Text.Length;
                else if (content is UsageContent usage && usage.Details.OutputTokenCount is > 1 and var used) tokens = (int)used;
            }
        return n + tokens;
    }

    static IEnumerable<(string, IChatClient)> Pipelines(IChatClient inner)
    {
        yield return ("M.E.AI AsIChatClient", inner);
        yield return ("M.E.AI + OTel + logging, nobody listening", inner.AsBuilder().UseLogging(Silent(LogLevel.Warning)).UseOpenTelemetry(Silent(LogLevel.Warning), "bench.idle").Build());
        ActivitySource.AddActivityListener(new ActivityListener { ShouldListenTo = s => s.Name == "bench.live", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded });
        var meters = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name == "bench.live") l.EnableMeasurementEvents(i); } };
        meters.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        meters.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        meters.Start();
        yield return ("M.E.AI + OTel + logging(Debug), live listeners", inner.AsBuilder().UseLogging(Silent(LogLevel.Debug)).UseOpenTelemetry(Silent(LogLevel.Debug), "bench.live").Build());
        yield return ("M.E.AI + FunctionInvocation", inner.AsBuilder().UseFunctionInvocation(Silent(LogLevel.Warning)).Build());
    }

    static ILoggerFactory Silent(LogLevel min) => LoggerFactory.Create(b => b.SetMinimumLevel(min).AddProvider(new FormattingSink()));

    static Func<Task<int>> Factory(Transports t, Wire wire, bool stream, string model, bool resilience, byte[] body)
    {
        var services = new ServiceCollection();
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Warning).AddProvider(new FormattingSink()));
        var builder = services.AddHttpClient("x").ConfigurePrimaryHttpMessageHandler(() => t.Handler(wire, stream, model)).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        if (resilience) builder.AddStandardResilienceHandler();
        var client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("x");
        return () => Raw.Discard(client, t.Url(wire), body);
    }

    static ChatClient OpenAiClient(Transports t, HttpClient http, string model) => new(model, new ApiKeyCredential("sk-bench"),
        new OpenAIClientOptions { Endpoint = new Uri(t.Base + "/v1"), Transport = new HttpClientPipelineTransport(http) });

    static IChatClient AnthropicAsChat(Transports t, HttpClient http, string model) =>
        new AnthropicClient { ApiKey = "sk-bench", BaseUrl = t.Base, HttpClient = http }.AsIChatClient(model, 1024);

    static OaMessage[] OaHistory() => history.Select(m => m.Role switch { "system" => (OaMessage)new SystemChatMessage(m.Text), "assistant" => new AssistantChatMessage(m.Text), _ => new UserChatMessage(m.Text) }).ToArray();
    static AiMessage[] AiHistory() => history.Select(m => new AiMessage(new ChatRole(m.Role), m.Text)).ToArray();


    /// <summary>The request body written afresh with Utf8JsonWriter, as any library has to.</summary>
    static Lease RequestBytes(Wire wire, string model, bool stream)
    {
        var lease = Lease.Take(out var w);
        w.WriteStartObject();
        if (wire != Wire.Gemini) { w.WriteString("model"u8, model); w.WriteNumber("max_tokens"u8, 1024); w.WriteBoolean("stream"u8, stream); }
        if (wire == Wire.OpenAi && stream) { w.WriteStartObject("stream_options"u8); w.WriteBoolean("include_usage"u8, true); w.WriteEndObject(); }
        w.WriteStartArray(wire == Wire.Gemini ? "contents"u8 : "messages"u8);
        foreach (var (role, text) in history)
        {
            w.WriteStartObject();
            w.WriteString("role"u8, role);
            if (wire == Wire.Gemini) { w.WriteStartArray("parts"u8); w.WriteStartObject(); w.WriteString("text"u8, text); w.WriteEndObject(); w.WriteEndArray(); }
            else w.WriteString("content"u8, text);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteEndObject();
        w.Flush();
        return lease;
    }
}

/// <summary>Formats what it is given (so the cost of enabled logging is real) and drops it.</summary>
sealed class FormattingSink : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;
    public void Dispose() { }
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => true;
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => formatter(state, exception);
}
