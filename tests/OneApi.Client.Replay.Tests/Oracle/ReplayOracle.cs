using System.Text.Json;
using OneApi.Client.Replay.Tests.Recordings;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Says what an exchange must come out as. Shares nothing with the library.</summary>
internal static class ReplayOracle
{
    public static Expected Chat(Exchange exchange)
    {
        var wire = exchange.Case.Wire;
        if (exchange.Case.Status != 200)
        {
            using var failure = JsonDocument.Parse(exchange.Body);
            return new Expected
            {
                Errors = ErrorOracle.Kinds(ErrorWire(wire), exchange.Case.Status, failure.RootElement),
                RetryAfter = ErrorOracle.RetryAfter(exchange.Headers, failure.RootElement),
            };
        }

        if (exchange.Case.Stream)
        {
            return wire switch
            {
                Wire.ChatCompletions => ChatCompletionsOracle.Stream(exchange.Case.Provider, exchange.BodyText),
                Wire.Messages => MessagesOracle.Stream(exchange.BodyText),
                _ => GenerateContentOracle.Stream(exchange.BodyText),
            };
        }

        using var body = JsonDocument.Parse(exchange.Body);
        return wire switch
        {
            Wire.ChatCompletions => ChatCompletionsOracle.Whole(exchange.Case.Provider, body.RootElement),
            Wire.Messages => MessagesOracle.Whole(body.RootElement),
            _ => GenerateContentOracle.Whole(body.RootElement),
        };
    }

    public static ExpectedEmbeddings Embeddings(Exchange exchange)
    {
        using var body = JsonDocument.Parse(exchange.Body);
        if (exchange.Case.Status != 200)
        {
            return new ExpectedEmbeddings { Errors = ErrorOracle.Kinds(ErrorWire(exchange.Case.Wire), exchange.Case.Status, body.RootElement) };
        }

        return exchange.Case.Wire is Wire.GeminiEmbeddings ? EmbeddingsOracle.Gemini(body.RootElement) : EmbeddingsOracle.OpenAI(body.RootElement);
    }

    private static string ErrorWire(Wire wire) => wire switch
    {
        Wire.Messages => "anthropic",
        Wire.GenerateContent or Wire.GeminiEmbeddings => "gemini",
        _ => "openai",
    };
}
