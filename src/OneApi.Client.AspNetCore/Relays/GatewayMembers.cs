using System.Text.Json;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>What the gateway itself wants of a JSON body that is passed on, and the body without the members that are its own (<c>fallbacks</c>, <c>group</c>): every other byte as it came.</summary>
internal sealed class GatewayMembers
{
    private const int MaxFallbacks = 16;

    /// <summary>Gets the model, or null where the body names none.</summary>
    public string? Model { get; private set; }

    public string? Group { get; private set; }

    public IList<string>? Fallbacks { get; private set; }

    /// <summary>Gets who the caller says is his user, or null.</summary>
    public string? User { get; private set; }

    /// <summary>Gets a value indicating whether events are asked for.</summary>
    public bool WantsEvents { get; private set; }

    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <exception cref="EndpointException">A member can't be what it is.</exception>
    public static GatewayMembers Read(ReadOnlyMemory<byte> body)
    {
        var found = new GatewayMembers();
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            found.Take(ref reader);
        }

        found.Body = OwnMembers.Cut(body);
        return found;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            Model = TextOf(ref reader, "model");
        }
        else if (reader.ValueTextEquals("user"u8))
        {
            reader.Read();
            User = reader.TokenType == JsonTokenType.String ? TextOf(ref reader, "user") : null;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("stream"u8))
        {
            reader.Read();
            WantsEvents |= reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("stream_format"u8))
        {
            reader.Read();
            WantsEvents |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("sse"u8);
            reader.Skip();
        }
        else if (reader.ValueTextEquals("group"u8))
        {
            reader.Read();
            Group = reader.TokenType == JsonTokenType.Null ? null : TextOf(ref reader, "group");
        }
        else if (reader.ValueTextEquals("fallbacks"u8))
        {
            reader.Read();
            Fallbacks = reader.TokenType == JsonTokenType.Null ? null : TextsOf(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static List<string> TextsOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw EndpointException.Invalid("fallbacks", "Found another kind of value; it must be a list of models' names.", "invalid_type");
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(TextOf(ref reader, $"fallbacks[{texts.Count}]"));
            if (texts.Count > MaxFallbacks)
            {
                throw EndpointException.Invalid("fallbacks", $"It names more than {MaxFallbacks} models; at most {MaxFallbacks} can be.");
            }
        }

        return texts;
    }

    private static string TextOf(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw EndpointException.Invalid(name, $"Found another kind of value; '{name}' must be a text.", "invalid_type");
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(name, "It is no valid Unicode.");
        }
    }
}
