using System.Text.Json;
using OneApi.Client.Protocols;

namespace OneApi.Client.Relays;

/// <summary>An embedding request as its caller wrote it: what must be known of it to pass it on, or to translate it. Immutable.</summary>
internal sealed class EmbeddingBody
{
    private readonly RelayContent _content;

    private EmbeddingBody(RelayContent content) => _content = content;

    /// <summary>Gets how many vectors are asked for.</summary>
    public int Count { get; private init; }

    /// <summary>Gets a value indicating whether the input is a list.</summary>
    public bool IsList { get; private init; }

    /// <summary>Gets the inputs that are tokens already; empty where they are texts.</summary>
    public IReadOnlyList<int[]> Tokens { get; private init; } = [];

    /// <summary>Gets a value indicating whether a size of the vectors is asked for.</summary>
    public bool HasDimensions { get; private init; }

    /// <summary>Gets the inputs that are texts.</summary>
    public IReadOnlyList<string> Texts => _content.Texts;

    /// <summary>The same bytes with another model's name.</summary>
    public byte[] With(string model) => _content.With(model);

    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.InvalidRequest"/>: the body can't be read.</exception>
    public static EmbeddingBody Read(ReadOnlyMemory<byte> body)
    {
        var content = JsonRelayBody.Read(body);
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        List<int[]> tokens = [];
        var (count, isList, hasDimensions) = (0, false, false);
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("input"u8))
            {
                reader.Read();
                isList = reader.TokenType == JsonTokenType.StartArray;
                count = ReadInput(ref reader, tokens);
            }
            else
            {
                hasDimensions |= reader.ValueTextEquals("dimensions"u8);
                reader.Read();
                reader.Skip();
            }
        }

        return new(content) { Count = count, IsList = isList, Tokens = tokens, HasDimensions = hasDimensions };
    }

    /// <summary>A text, texts, the tokens of one text, or lists of tokens.</summary>
    private static int ReadInput(ref Utf8JsonReader reader, List<int[]> tokens)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return 1;
        }

        var count = 0;
        List<int> own = [];
        while (JsonRead.NextItem(ref reader))
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number:
                    own.Add(TokenAt(ref reader));
                    break;
                case JsonTokenType.StartArray:
                    count++;
                    tokens.Add(ReadTokens(ref reader));
                    break;
                default:
                    count++;
                    reader.Skip();
                    break;
            }
        }

        if (own.Count == 0)
        {
            return count;
        }

        tokens.Add([.. own]);
        return count + 1;
    }

    private static int[] ReadTokens(ref Utf8JsonReader reader)
    {
        List<int> tokens = [];
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                tokens.Add(TokenAt(ref reader));
            }
            else
            {
                throw RelayContent.Unreadable("A list of tokens in 'input' holds something else than whole numbers.");
            }
        }

        return [.. tokens];
    }

    private static int TokenAt(ref Utf8JsonReader reader) =>
        reader.TryGetInt32(out var token) && token >= 0 ? token : throw RelayContent.Unreadable("A list of tokens in 'input' holds something else than whole numbers.");
}
