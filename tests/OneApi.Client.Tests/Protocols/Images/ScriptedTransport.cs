using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>Answers a wire's requests from a list, in order, and keeps what was sent. Nothing waits.</summary>
internal sealed class ScriptedTransport(ImageProtocol protocol, ImageRequest request) : IImageTransport
{
    private readonly Queue<(int Status, string Type, byte[] Body, (string Name, string Value)[] Headers)> _replies = new();

    public List<WireMessage> Sent { get; } = [];

    public int Repeats { get; private set; } = 1;

    public int AtOnce { get; private set; }

    public ScriptedTransport Reply(string json, int status = 200) => Reply(Encoding.UTF8.GetBytes(json), "application/json", status);

    public ScriptedTransport Reply(byte[] body, string type, int status = 200, params (string Name, string Value)[] headers)
    {
        _replies.Enqueue((status, type, body, headers));
        return this;
    }

    public Task<ImageGenerationResponse> RunAsync() => protocol.GenerateAsync(request, this);

    /// <summary>The body of a message that was sent, as JSON.</summary>
    public string Json(int index = 0) => JsonSerializer.Serialize(JsonElement.Parse(Sent[index].Body!.Value.Span));

    public Task<WireReply> SendAsync(WireMessage message)
    {
        Sent.Add(message);
        var (status, type, body, headers) = _replies.Dequeue();
        if (status >= 400)
        {
            throw ProviderFaults.ToException(request.Endpoint, protocol.ReadError(status, body));
        }

        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        var reply = new WireReply(status, type, response.Headers, body, static () => { });
        return protocol.FindError(reply, request) is { } error ? throw error : Task.FromResult(reply);
    }

    public async Task<T> PollAsync<T>(WireMessage message, PollPlan plan, Func<WireReply, T?> read)
        where T : class
    {
        while (true)
        {
            if (read(await SendAsync(message)) is { } result)
            {
                return result;
            }
        }
    }

    public async Task<ImageGenerationResponse> RepeatAsync(ImageRequest request, int times, Func<ImageRequest, IImageTransport, int, Task<ImageGenerationResponse>> run, int atOnce = 4)
    {
        (Repeats, AtOnce) = (times, atOnce);
        var whole = new ImageGenerationResponse([]);
        for (var i = 0; i < times; i++)
        {
            var one = await run(request, this, i);
            whole = new([.. whole.Contents, .. one.Contents]) { Usage = one.Usage };
        }

        return whole;
    }

    public Task<T> WhileWantedAsync<T>(Func<Task<T>> work, Func<IImageTransport, Task> abandon) => work();

    public static ImageRequest Request(string provider, string model, string prompt = "a cat", ImageGenerationOptions? options = null, params AIContent[] originals)
    {
        var row = ProviderCatalogue.Find(provider)!;
        return new()
        {
            Prompt = prompt,
            Originals = originals,
            Options = options,
            Model = model,
            Endpoint = new() { Provider = provider, BaseUrl = "https://host/base", ImageProfile = row.Wires[0].ImageProfile, Errors = new ErrorClassifier(row.Errors) },
            Warnings = new(),
        };
    }

    public static string[] Warned(ImageRequest request) => [.. request.Warnings.All.Select(static warning => warning.Setting)];
}
